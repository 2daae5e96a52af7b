using TransferWeb.Tests;
using TransferWeb.Vision.Imaging;

namespace TransferWeb.Vision.Tests.Imaging;

public sealed class PictureWriterTests
{
    [Fact]
    public void Write_Png_ReadsBackTheSamePixels()
    {
        using TemporaryFolder folder = new();
        string path = folder.Combine("new", "drawn.png");
        byte[] pixels = DrawnPicture.Rgb(53, 31);

        PictureWriter.Write(path, pixels, 53, 31);

        using DecodedPicture picture = PictureDecoder.Decode(path);
        Assert.Equal((53, 31), (picture.Width, picture.Height));
        Assert.True(picture.Pixels.SequenceEqual(pixels));
        Assert.Single(Directory.GetFiles(folder.Combine("new")));
    }

    [Fact]
    public void Write_Jpeg_ReadsBackNearlyTheSameColours()
    {
        using TemporaryFolder folder = new();
        string path = folder.Combine("plain.jpg");
        byte[] pixels = [.. Enumerable.Range(0, 64 * 48).SelectMany(_ => new byte[] { 200, 90, 30 })];

        PictureWriter.Write(path, pixels, 64, 48, quality: 95);

        using DecodedPicture picture = PictureDecoder.Decode(path);
        Assert.Equal(PictureFormat.Jpeg, picture.Format);
        Assert.InRange(
            Math.Abs(picture.Pixels[0] - 200) + Math.Abs(picture.Pixels[1] - 90) + Math.Abs(picture.Pixels[2] - 30),
            0,
            6
        );
    }

    [Fact]
    public void Write_OtherEnding_Throws() =>
        Assert.Throws<ArgumentException>(() => PictureWriter.Write("a.gif", new byte[3], 1, 1));

    [Fact]
    public void Write_WrongLength_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PictureWriter.Encode(PictureFormat.Png, new byte[5], 1, 2));

    [Theory]
    [InlineData("orientation6.jpg", 16, 24)]
    [InlineData("rgb.bmp", 37, 23)]
    [InlineData("cmyk.jpg", 37, 23)]
    [InlineData("profile.jpg", 37, 23)]
    [InlineData("alpha.png", 37, 23)]
    [InlineData("palette.gif", 37, 23)]
    [InlineData("grey16.png", 37, 23)]
    [InlineData("lossy.webp", 37, 23)]
    public void Thumbnail_SmallPicture_KeepsItsUprightSize(string name, int width, int height)
    {
        using TemporaryFolder folder = new();
        string path = folder.Combine("thumbnail.jpg");

        ThumbnailWriter.Write(TestData.Fixture("golden", "decode", name), path);

        Assert.Equal(new PictureInfo(PictureFormat.Jpeg, width, height, false), PictureProbe.Probe(path));
    }

    [Fact]
    public void Thumbnail_BigPicture_HasTheLongestSideAskedFor()
    {
        byte[] big = PictureWriter.Encode(PictureFormat.Jpeg, DrawnPicture.Rgb(800, 600), 800, 600);

        using DecodedPicture thumbnail = PictureDecoder.Decode(ThumbnailWriter.Encode(big));

        Assert.Equal((256, 192), (thumbnail.Width, thumbnail.Height));
    }

    [Theory]
    [InlineData("profile.jpg", 4)]
    [InlineData("rgb.bmp", 60)]
    [InlineData("cmyk.jpg", 60)]
    public void Thumbnail_OfAPicture_LooksLikeIt(string name, int meanDifference)
    {
        string path = TestData.Fixture("golden", "decode", name);
        using DecodedPicture picture = PictureDecoder.Decode(path);

        using DecodedPicture thumbnail = PictureDecoder.Decode(ThumbnailWriter.Encode(File.ReadAllBytes(path)));

        double sum = 0;
        for (int i = 0; i < picture.Pixels.Length; i++)
        {
            sum += Math.Abs(picture.Pixels[i] - thumbnail.Pixels[i]);
        }

        Assert.InRange(sum / picture.Pixels.Length, 0, meanDifference);
    }

    [Fact]
    public void Thumbnail_CutOffPicture_IsRefused()
    {
        byte[] big = PictureWriter.Encode(PictureFormat.Jpeg, DrawnPicture.Rgb(800, 600), 800, 600);

        PictureException exception = Assert.Throws<PictureException>(() => ThumbnailWriter.Encode(big.AsSpan(0, big.Length / 2)));

        Assert.Equal(PictureFault.Truncated, exception.Fault);
    }
}
