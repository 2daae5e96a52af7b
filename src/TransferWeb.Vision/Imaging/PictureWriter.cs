using TransferWeb.Vision.Imaging.Vips;

namespace TransferWeb.Vision.Imaging;

/// <summary>Encodes RGB pixels as JPEG or PNG.</summary>
public static class PictureWriter
{
    /// <summary>
    /// Writes a file, whole or not at all; its ending (<c>.jpg</c>, <c>.jpeg</c>, <c>.png</c>) chooses the format.
    /// <paramref name="rgb"/> is height x width x 3 bytes; <paramref name="quality"/> is 1 to 100 and for JPEG only.
    /// </summary>
    public static void Write(string path, ReadOnlySpan<byte> rgb, int width, int height, int quality = 90)
    {
        PictureFormat format = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".JPG" or ".JPEG" => PictureFormat.Jpeg,
            ".PNG" => PictureFormat.Png,
            _ => throw new ArgumentException("The name must end in .jpg, .jpeg or .png.", nameof(path)),
        };
        WholeFile.Write(path, Encode(format, rgb, width, height, quality));
    }

    /// <summary>Encodes to memory; <paramref name="format"/> is JPEG or PNG.</summary>
    public static unsafe byte[] Encode(PictureFormat format, ReadOnlySpan<byte> rgb, int width, int height, int quality = 90)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual((long)rgb.Length, (long)width * height * 3, nameof(rgb));
        VipsLibrary.EnsureStarted();
        fixed (byte* pixels = rgb)
        {
            using VipsImage plain = VipsImage.FromPixels(pixels, width, height, bands: 3);
            using VipsImage image = AsSrgb(plain);
            return format switch
            {
                PictureFormat.Jpeg => EncodeJpeg(image, quality),
                PictureFormat.Png => EncodePng(image),
                _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Only JPEG and PNG are written."),
            };
        }
    }

    /// <summary>Marks raw pixels as colours, which savers need to know.</summary>
    internal static VipsImage AsSrgb(VipsImage image)
    {
        using VipsOperation copy = new("copy");
        return copy.Set("in", image).Set("interpretation", "srgb").Run().TakeImage();
    }

    /// <summary>JPEG without metadata; transparent parts become white.</summary>
    internal static byte[] EncodeJpeg(VipsImage image, int quality)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        using VipsOperation save = new("jpegsave_buffer");
        return save.Set("in", image)
            .Set("Q", FormattableString.Invariant($"{quality}"))
            .Set("strip", "true")
            .Set("optimize-coding", "true")
            .Set("background", "255 255 255")
            .Run()
            .TakeBytes();
    }

    private static byte[] EncodePng(VipsImage image)
    {
        using VipsOperation save = new("pngsave_buffer");
        return save.Set("in", image).Set("strip", "true").Run().TakeBytes();
    }
}
