using TransferWeb.Vision.Imaging.Vips;

namespace TransferWeb.Vision.Imaging;

/// <summary>Opens pictures with libvips: the header at once, the pixels when they are read.</summary>
internal static unsafe class VipsLoader
{
    /// <summary>
    /// Opens bytes that stay pinned while the image lives. <paramref name="shrink"/> (1, 2, 4 or 8; JPEG only) makes the picture that many times
    /// smaller while it is decoded, which is much faster than decoding all of it.
    /// </summary>
    public static VipsImage Open(PictureFormat format, byte* bytes, int length, int shrink = 1)
    {
        using VipsOperation load = new(LoaderOf(format) + "_buffer");
        if (format == PictureFormat.Jpeg)
        {
            load.Set("shrink", FormattableString.Invariant($"{shrink}"));
        }

        return Configure(load.Set("buffer", bytes, length)).Run().TakeImage();
    }

    /// <summary>Opens a file of which only the header is to be read.</summary>
    public static VipsImage Open(PictureFormat format, string path)
    {
        using VipsOperation load = new(LoaderOf(format));
        return Configure(load.Set("filename", path)).Run().TakeImage();
    }

    /// <summary>The sentence for a picture that libvips began to read and could not finish.</summary>
    public static PictureException Damaged(string name, PictureFormat format, VipsFailure cause) =>
        new(PictureFault.Truncated, $"{name} is damaged or cut off ({format}). Copy it again from where it came from.", cause);

    // "error": a cut-off file fails, instead of coming back with grey rows; warnings, which browsers ignore too, do not count.
    private static VipsOperation Configure(VipsOperation load) => load.Set("access", "sequential").Set("fail-on", "error");

    private static string LoaderOf(PictureFormat format) =>
        format switch
        {
            PictureFormat.Jpeg => "jpegload",
            PictureFormat.Png => "pngload",
            PictureFormat.WebP => "webpload",
            PictureFormat.Gif => "gifload",
            PictureFormat.Tiff => "tiffload",
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "libvips does not load this format."),
        };
}
