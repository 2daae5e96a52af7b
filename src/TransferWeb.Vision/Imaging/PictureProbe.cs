using TransferWeb.Vision.Imaging.Vips;

namespace TransferWeb.Vision.Imaging;

/// <summary>What a picture's header says: the size is that of the upright picture, in pixels.</summary>
public sealed record PictureInfo(PictureFormat Format, int Width, int Height, bool ExtensionMismatch);

/// <summary>Reads the headers of pictures without decoding a pixel.</summary>
public static class PictureProbe
{
    // The longest bitmap header with its masks.
    private const int HeaderBytes = 160;

    /// <summary>Reads a file's header and checks its size against the limits.</summary>
    /// <exception cref="PictureException">Not a picture, too large, or its header is damaged.</exception>
    public static PictureInfo Probe(string path, DecodeLimits? limits = null)
    {
        limits ??= DecodeLimits.Default;
        string name = Path.GetFileName(path);
        byte[] header = PictureFile.ReadHeader(path, HeaderBytes, limits);
        PictureFormat format = FormatSniffer.Recognise(header, name);
        bool mismatch = FormatSniffer.IsMismatch(path, format);
        PictureInfo info =
            format == PictureFormat.Bmp ? ProbeBmp(header, name, mismatch) : ProbeByVips(path, name, format, mismatch);
        limits.Check(info.Width, info.Height, name);
        return info;
    }

    private static PictureInfo ProbeBmp(ReadOnlySpan<byte> bytes, string name, bool mismatch)
    {
        BmpHeader header = BmpHeader.Read(bytes, name);
        return new PictureInfo(PictureFormat.Bmp, header.Width, header.Height, mismatch);
    }

    private static PictureInfo ProbeByVips(string path, string name, PictureFormat format, bool mismatch)
    {
        try
        {
            using VipsImage image = VipsLoader.Open(format, path);
            (int width, int height) = Orientation.SwapsSides(image.Orientation)
                ? (image.Height, image.Width)
                : (image.Width, image.Height);
            return new PictureInfo(format, width, height, mismatch);
        }
        catch (VipsFailure failure)
        {
            throw VipsLoader.Damaged(name, format, failure);
        }
    }
}
