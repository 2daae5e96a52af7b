using System.Buffers.Binary;

namespace TransferWeb.Vision.Imaging;

/// <summary>Recognises a file's kind by its first bytes.</summary>
internal static class FormatSniffer
{
    /// <summary>Bytes at the start of a file that suffice for <see cref="Recognise"/>.</summary>
    public const int HeaderBytes = 32;

    /// <summary>The format whose signature <paramref name="bytes"/> begin with.</summary>
    /// <exception cref="PictureException">Not a picture, or of a kind that is known and not decoded here.</exception>
    public static PictureFormat Recognise(ReadOnlySpan<byte> bytes, string name) =>
        Match(bytes)
        ?? throw (
            OtherKind(bytes) is { } kind
                ? new PictureException(
                    PictureFault.Unsupported,
                    $"{name} is {kind}, which is not supported. Save it as JPEG or PNG and add it again."
                )
                : new PictureException(
                    PictureFault.NotAPicture,
                    $"{name} is not a picture: its content is none of JPEG, PNG, WebP, BMP, GIF or TIFF."
                )
        );

    /// <summary>Whether the ending of <paramref name="path"/> claims another picture format than <paramref name="format"/>.</summary>
    public static bool IsMismatch(string path, PictureFormat format) =>
        Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".JPG" or ".JPEG" or ".JPE" or ".JFIF" => format != PictureFormat.Jpeg,
            ".PNG" => format != PictureFormat.Png,
            ".WEBP" => format != PictureFormat.WebP,
            ".BMP" or ".DIB" => format != PictureFormat.Bmp,
            ".GIF" => format != PictureFormat.Gif,
            ".TIF" or ".TIFF" => format != PictureFormat.Tiff,
            _ => false,
        };

    private static PictureFormat? Match(ReadOnlySpan<byte> bytes) =>
        bytes switch
        {
            [0xFF, 0xD8, 0xFF, ..] => PictureFormat.Jpeg,
            [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => PictureFormat.Png,
            [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => PictureFormat.Gif,
            [(byte)'I', (byte)'I', 42 or 43, 0, ..] or [(byte)'M', (byte)'M', 0, 42 or 43, ..] => PictureFormat.Tiff,
            _ when bytes.StartsWith("RIFF"u8) && bytes.Length >= 12 && bytes[8..].StartsWith("WEBP"u8) => PictureFormat.WebP,
            _ when IsBmp(bytes) => PictureFormat.Bmp,
            _ => null,
        };

    // "BM" alone begins many a text; the size of the second header tells a bitmap.
    private static bool IsBmp(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("BM"u8)
        && bytes.Length >= 18
        && BinaryPrimitives.ReadUInt32LittleEndian(bytes[14..]) is 12 or 40 or 52 or 56 or 64 or 108 or 124;

    private static string? OtherKind(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= 12 && bytes[4..].StartsWith("ftyp"u8))
        {
            ReadOnlySpan<byte> brand = bytes.Slice(8, 4);
            return brand.StartsWith("avi"u8) ? "an AVIF picture"
                : brand.StartsWith("he"u8) || brand.StartsWith("mif1"u8) || brand.StartsWith("msf1"u8) ? "a HEIC picture"
                : "a video";
        }

        return bytes switch
        {
            _ when bytes.StartsWith("8BPS"u8) => "a Photoshop file",
            _ when bytes.StartsWith("%PDF"u8) => "a PDF document",
            _ when bytes.StartsWith("<svg"u8) => "an SVG drawing",
            [0xFF, 0x0A, ..] or [0, 0, 0, 0x0C, (byte)'J', (byte)'X', (byte)'L', ..] => "a JPEG XL picture",
            [0, 0, 0, 0x0C, (byte)'j', (byte)'P', ..] or [0xFF, 0x4F, 0xFF, 0x51, ..] => "a JPEG 2000 picture",
            _ => null,
        };
    }
}
