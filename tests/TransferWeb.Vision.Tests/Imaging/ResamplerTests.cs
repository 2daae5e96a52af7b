using System.Security.Cryptography;
using System.Text.Json;
using TransferWeb.Tests;
using TransferWeb.Vision.Backbones;
using TransferWeb.Vision.Imaging;

namespace TransferWeb.Vision.Tests.Imaging;

/// <summary>Against Pillow and torchvision, to the bit: the tolerance is zero.</summary>
public sealed class ResamplerTests
{
    public sealed record SampledPixel(int X, int Y, int[] Rgb);

    public sealed record Golden(
        string Kind,
        int[] Source,
        int Size,
        int[]? Resized,
        int[]? Box,
        int Width,
        int Height,
        string Sha256,
        SampledPixel[] Pixels,
        string Resampling = "bilinear"
    )
    {
        public Resampling Filter => Enum.Parse<Resampling>(Resampling, ignoreCase: true);
    }

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static TheoryData<int> Cases() => [.. Enumerable.Range(0, Goldens().Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Result_EqualsPillowToTheBit(int index)
    {
        Golden golden = Goldens()[index];
        byte[] source = DrawnPicture.Rgb(golden.Source[0], golden.Source[1]);
        byte[] result = new byte[golden.Width * golden.Height * 3];

        Compute(golden, source, result);

        foreach (SampledPixel pixel in golden.Pixels)
        {
            Assert.Equal(pixel.Rgb, result.AsSpan(((pixel.Y * golden.Width) + pixel.X) * 3, 3).ToArray().Select(v => (int)v));
        }

        Assert.Equal(golden.Sha256, Convert.ToHexStringLower(SHA256.HashData(result)));
    }

    [Theory]
    [InlineData(500, 375, 256, 341, 256)]
    [InlineData(375, 500, 256, 256, 341)]
    [InlineData(100, 100, 256, 256, 256)]
    [InlineData(30000, 1, 256, 7680000, 256)]
    public void ShortSideSize_CutsTheLongSideToAWholeNumber(int width, int height, int size, int newWidth, int newHeight) =>
        Assert.Equal((newWidth, newHeight), Resampler.ShortSideSize(width, height, size));

    [Theory]
    [InlineData(341, 256, 224, 58, 16)]
    [InlineData(229, 227, 224, 2, 2)]
    [InlineData(224, 224, 224, 0, 0)]
    public void CenterCropBox_RoundsHalvesToEven(int width, int height, int size, int left, int top) =>
        Assert.Equal(new PixelBox(left, top, size, size), Resampler.CenterCropBox(width, height, size));

    [Fact]
    public void Transform_OfABackbone_IsAsItsManifestSays()
    {
        ImageTransform own = ImageTransform.For(BackboneRegistry.Find("efficientnet_b2"));
        ImageTransform smaller = ImageTransform.For(BackboneRegistry.Find("resnet50"), 112);

        Assert.Equal((288, 288, Resampling.Bicubic), (own.InputSize, own.ResizeSize, own.Resampling));
        Assert.Equal((112, 116, Resampling.Bilinear), (smaller.InputSize, smaller.ResizeSize, smaller.Resampling));
    }

    [Fact]
    public void Resize_RegionOutsideThePicture_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Resampler.ResizeCrop(new byte[300], 10, 10, new PixelBox(5, 5, 6, 5), 4, new byte[48])
        );

    [Fact]
    public void Resize_ResultTooShort_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Resampler.Resize(new byte[300], 10, 10, new byte[47], 4, 4));

    [Fact]
    public void Apply_VeryLongPicture_ComputesOnlyTheCrop()
    {
        byte[] source = DrawnPicture.Rgb(29_999, 2);
        ImageTransform transform = new(224);
        byte[] result = new byte[transform.ResultBytes];

        transform.Apply(source, 29_999, 2, result);

        Assert.Contains(result, value => value != 0);
    }

    private static void Compute(Golden golden, byte[] source, byte[] result)
    {
        (int width, int height) = (golden.Source[0], golden.Source[1]);
        switch (golden.Kind)
        {
            case "transform":
                ImageTransform transform = new(golden.Size, resampling: golden.Filter);
                Assert.Equal(
                    (golden.Resized![0], golden.Resized[1]),
                    Resampler.ShortSideSize(width, height, transform.ResizeSize)
                );
                transform.Apply(source, width, height, result);
                break;
            case "crop":
                int[] box = golden.Box!;
                Resampler.ResizeCrop(
                    source,
                    width,
                    height,
                    new PixelBox(box[0], box[1], box[2], box[3]),
                    golden.Size,
                    result,
                    golden.Filter
                );
                break;
            default:
                Resampler.Resize(source, width, height, result, golden.Width, golden.Height, golden.Filter);
                break;
        }
    }

    private static Golden[] Goldens() =>
        JsonSerializer.Deserialize<Golden[]>(File.ReadAllText(TestData.Fixture("golden", "resize", "goldens.json")), Json)!;
}
