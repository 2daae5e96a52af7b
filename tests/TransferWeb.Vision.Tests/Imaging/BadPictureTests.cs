using System.Buffers.Binary;
using System.Text;
using TransferWeb.Tests;
using TransferWeb.Vision.Imaging;

namespace TransferWeb.Vision.Tests.Imaging;

/// <summary>Every kind of bad picture has its own fault and a sentence that names the file.</summary>
public sealed class BadPictureTests
{
    [Fact]
    public void Decode_TextNamedJpg_IsNotAPicture()
    {
        PictureException exception = Fails("BMW and other words, more than thirty-two bytes of them"u8, "notes.jpg");

        Assert.Equal(PictureFault.NotAPicture, exception.Fault);
        Assert.StartsWith("notes.jpg is not a picture", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_EmptyFile_IsEmpty()
    {
        using TemporaryFolder folder = new();
        string path = folder.Combine("nothing.png");
        File.WriteAllBytes(path, []);

        PictureException decode = Assert.Throws<PictureException>(() => PictureDecoder.Decode(path));
        PictureException probe = Assert.Throws<PictureException>(() => PictureProbe.Probe(path));

        Assert.Equal(PictureFault.Empty, decode.Fault);
        Assert.Equal(PictureFault.Empty, probe.Fault);
        Assert.StartsWith("nothing.png is an empty file", decode.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rgb.png")]
    [InlineData("palette.png")]
    [InlineData("colour.jpg")]
    [InlineData("progressive.jpg")]
    [InlineData("cmyk.jpg")]
    [InlineData("lossless.webp")]
    [InlineData("lossy.webp")]
    [InlineData("palette.gif")]
    [InlineData("rgb.tif")]
    [InlineData("lzw.tif")]
    [InlineData("rgb.bmp")]
    [InlineData("palette.bmp")]
    public void Decode_CutOff_IsTruncatedAtEveryPlace(string name)
    {
        byte[] whole = File.ReadAllBytes(TestData.Fixture("golden", "decode", name));
        for (int percent = 10; percent <= 80; percent += 10)
        {
            byte[] part = whole[..Math.Max(FormatSnifferBytes, whole.Length * percent / 100)];

            PictureException exception = Fails(part, name);

            Assert.Equal(PictureFault.Truncated, exception.Fault);
            Assert.Contains("damaged or cut off", exception.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("palette.gif", PictureFormat.Gif)]
    [InlineData("rgb.png", PictureFormat.Png)]
    public void Decode_OtherFormatNamedJpg_WorksAndIsNoted(string name, PictureFormat format)
    {
        using TemporaryFolder folder = new();
        string path = folder.Combine("Käfer ☂ 3.jpg");
        File.Copy(TestData.Fixture("golden", "decode", name), path);

        using DecodedPicture picture = PictureDecoder.Decode(path);

        Assert.Equal(format, picture.Format);
        Assert.True(picture.ExtensionMismatch);
        Assert.Equal(37, picture.Width);
        Assert.Equal(new PictureInfo(format, 37, 23, true), PictureProbe.Probe(path));
    }

    [Fact]
    public void Decode_ThirtyThousandSquared_IsRefusedByItsHeader()
    {
        byte[] bomb = PngOfSize(30_000, 30_000);
        long before = GC.GetAllocatedBytesForCurrentThread();

        PictureException exception = Fails(bomb, "huge.png");

        Assert.Equal(PictureFault.TooLarge, exception.Fault);
        Assert.Contains("30,000 x 30,000 pixels", exception.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData(20_000, 20_000)]
    [InlineData(30_000, 2)]
    [InlineData(2, 30_000)]
    public void ProbeAndThumbnail_TooLarge_Refuse(int width, int height)
    {
        using TemporaryFolder folder = new();
        string path = folder.Combine("huge.png");
        File.WriteAllBytes(path, PngOfSize(width, height));

        Assert.Equal(PictureFault.TooLarge, Assert.Throws<PictureException>(() => PictureProbe.Probe(path)).Fault);
        PictureException thumbnail = Assert.Throws<PictureException>(() => ThumbnailWriter.Write(path, folder.Combine("t.jpg")));
        Assert.Equal(PictureFault.TooLarge, thumbnail.Fault);
        Assert.False(File.Exists(folder.Combine("t.jpg")));
    }

    [Fact]
    public void Decode_BmpThatClaimsTooMuch_IsRefusedByItsHeader()
    {
        byte[] bytes = File.ReadAllBytes(TestData.Fixture("golden", "decode", "rgb.bmp"));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(18), 30_000);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(22), -30_000);

        Assert.Equal(PictureFault.TooLarge, Fails(bytes, "huge.bmp").Fault);
    }

    [Fact]
    public void Decode_FileAboveTheLimit_IsTooLarge()
    {
        PictureException exception = Assert.Throws<PictureException>(() =>
            PictureDecoder.Decode(TestData.Fixture("golden", "decode", "rgb.png"), new DecodeLimits(MaxFileBytes: 1000))
        );

        Assert.Equal(PictureFault.TooLarge, exception.Fault);
    }

    [Theory]
    [InlineData("\0\0\0\u0018ftypheic\0\0\0\0mif1heic............", "a HEIC picture")]
    [InlineData("%PDF-1.7 ...............................", "a PDF document")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>", "an SVG drawing")]
    public void Decode_KnownKindThatIsNotDecoded_SaysWhich(string content, string kind)
    {
        PictureException exception = Fails(Encoding.Latin1.GetBytes(content), "a.jpg");

        Assert.Equal(PictureFault.Unsupported, exception.Fault);
        Assert.Contains(kind, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_MissingFile_IsUnreadable()
    {
        PictureException exception = Assert.Throws<PictureException>(() => PictureDecoder.Decode("/nowhere/to/be/found.jpg"));

        Assert.Equal(PictureFault.Unreadable, exception.Fault);
        Assert.StartsWith("found.jpg could not be read", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_RandomDamage_NeverThrowsAnythingElse()
    {
        Random random = new(5);
        int decoded = 0;
        int refused = 0;
        foreach (
            string path in Directory
                .EnumerateFiles(TestData.Fixture("golden", "decode"))
                .Where(p => !p.EndsWith(".rgb", StringComparison.Ordinal))
        )
        {
            byte[] whole = File.ReadAllBytes(path);
            for (int trial = 0; trial < 25; trial++)
            {
                byte[] damaged = [.. whole];
                for (int hit = 0; hit < 4; hit++)
                {
                    damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                }

                try
                {
                    PictureDecoder.Decode(damaged, "damaged").Dispose();
                    decoded++;
                }
                catch (PictureException)
                {
                    refused++;
                }
            }
        }

        Assert.True(decoded > 0 && refused > 0, $"{decoded} decoded, {refused} refused");
    }

    [Fact]
    public void Decode_GifAmongTheAnts_WorksAndIsNoted()
    {
        using DecodedPicture picture = PictureDecoder.Decode(
            TestData.Shared("datasets", "hymenoptera", "train", "ants", "imageNotFound.gif")
        );

        Assert.Equal(PictureFormat.Gif, picture.Format);
        Assert.False(picture.ExtensionMismatch);
    }

    private const int FormatSnifferBytes = 32;

    private static PictureException Fails(ReadOnlySpan<byte> bytes, string name)
    {
        byte[] copy = bytes.ToArray();
        return Assert.Throws<PictureException>(() => PictureDecoder.Decode(copy, name));
    }

    /// <summary>A PNG whose header claims a size and whose pixels are missing.</summary>
    private static byte[] PngOfSize(int width, int height)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        return
        [
            0x89,
            .. "PNG\r\n\u001a\n"u8,
            .. Chunk("IHDR"u8, header),
            .. Chunk("IDAT"u8, [0x78, 0x9C, 0x03, 0x00, 0, 0, 0, 1]),
            .. Chunk("IEND"u8, []),
        ];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> kind, ReadOnlySpan<byte> data)
    {
        byte[] chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        kind.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320u);
            }
        }

        return ~crc;
    }
}
