using System.Buffers.Binary;
using TransferWeb.Tests;
using TransferWeb.Vision.Imaging;

namespace TransferWeb.Vision.Tests.Imaging;

/// <summary>Against Pillow's <c>exif_transpose</c> and <c>convert("RGB")</c>.</summary>
public sealed class PictureDecoderTests
{
    /// <summary>Largest difference of one channel of lossy pictures; another libjpeg or libwebp may round otherwise. Zero with Debian 12's.</summary>
    private const int LossyTolerance = 2;

    public static TheoryData<string> GoldenPictures() =>
        [
            .. Directory
                .EnumerateFiles(TestData.Fixture("golden", "decode"), "*.rgb")
                .Select(f => Path.GetFileNameWithoutExtension(f))
                .Order(),
        ];

    [Theory]
    [MemberData(nameof(GoldenPictures))]
    public void Decode_GoldenPicture_EqualsPillow(string name)
    {
        byte[] golden = File.ReadAllBytes(TestData.Fixture("golden", "decode", name + ".rgb"));
        int tolerance = name.EndsWith(".jpg", StringComparison.Ordinal) || name == "lossy.webp" ? LossyTolerance : 0;

        using DecodedPicture picture = PictureDecoder.Decode(TestData.Fixture("golden", "decode", name));

        Assert.Equal(BinaryPrimitives.ReadInt32LittleEndian(golden), picture.Width);
        Assert.Equal(BinaryPrimitives.ReadInt32LittleEndian(golden.AsSpan(4)), picture.Height);
        Assert.False(picture.ExtensionMismatch);
        int largest = 0;
        for (int i = 0; i < picture.Pixels.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(picture.Pixels[i] - golden[8 + i]));
        }

        Assert.InRange(largest, 0, tolerance);
    }

    [Theory]
    [MemberData(nameof(GoldenPictures))]
    public void Probe_GoldenPicture_AgreesWithDecode(string name)
    {
        string path = TestData.Fixture("golden", "decode", name);
        using DecodedPicture picture = PictureDecoder.Decode(path);

        Assert.Equal(new PictureInfo(picture.Format, picture.Width, picture.Height, false), PictureProbe.Probe(path));
    }

    [Fact]
    public void Decode_ManyThreads_GivesTheSamePixels()
    {
        string path = TestData.Fixture("golden", "decode", "progressive.jpg");
        using DecodedPicture once = PictureDecoder.Decode(path);
        byte[] expected = once.Pixels.ToArray();
        int equal = 0;

        Parallel.For(
            0,
            200,
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken },
            _ =>
            {
                using DecodedPicture picture = PictureDecoder.Decode(path);
                if (picture.Pixels.SequenceEqual(expected))
                {
                    Interlocked.Increment(ref equal);
                }
            }
        );

        Assert.Equal(200, equal);
    }

    [Fact]
    public void Pixels_AfterDispose_Throws()
    {
        DecodedPicture picture = PictureDecoder.Decode(TestData.Fixture("golden", "decode", "rgb.png"));
        picture.Dispose();
        picture.Dispose();

        Assert.Throws<ObjectDisposedException>(() => picture.Pixels.Length);
    }
}
