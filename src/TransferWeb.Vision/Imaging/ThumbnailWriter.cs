using TransferWeb.Vision.Imaging.Vips;

namespace TransferWeb.Vision.Imaging;

/// <summary>Makes small JPEGs for people to look at: upright, sRGB (colour profiles applied), transparent parts white.</summary>
public static class ThumbnailWriter
{
    /// <summary>Longest side of a thumbnail in pixels, where nothing else is asked.</summary>
    public const int DefaultSide = 256;

    private const int Quality = 82;

    /// <summary>Writes the thumbnail of a picture file, whole or not at all. A smaller picture keeps its size.</summary>
    /// <exception cref="PictureException">The picture cannot be decoded.</exception>
    public static void Write(string picturePath, string thumbnailPath, int longestSide = DefaultSide, DecodeLimits? limits = null)
    {
        limits ??= DecodeLimits.Default;
        using PictureFile file = PictureFile.Read(picturePath, limits);
        WholeFile.Write(thumbnailPath, Encode(file.Bytes, file.Name, longestSide, limits));
    }

    /// <summary>The thumbnail of a picture's content, as a JPEG file's bytes.</summary>
    /// <exception cref="PictureException">The picture cannot be decoded.</exception>
    public static unsafe byte[] Encode(
        ReadOnlySpan<byte> bytes,
        string name = "The picture",
        int longestSide = DefaultSide,
        DecodeLimits? limits = null
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(longestSide, 1);
        limits ??= DecodeLimits.Default;
        limits.CheckFileSize(bytes.Length, name);
        PictureFormat format = FormatSniffer.Recognise(bytes, name);
        if (format == PictureFormat.Bmp)
        {
            using DecodedPicture picture = PictureDecoder.Decode(bytes, name, limits);
            return EncodePixels(picture, longestSide);
        }

        try
        {
            fixed (byte* data = bytes)
            {
                int shrink;
                using (VipsImage header = VipsLoader.Open(format, data, bytes.Length))
                {
                    limits.Check(header.Width, header.Height, name);
                    shrink = ShrinkWhileDecoding(Math.Max(header.Width, header.Height), longestSide);
                }

                using VipsImage picture = VipsLoader.Open(format, data, bytes.Length, shrink);
                return Encode(picture, longestSide);
            }
        }
        catch (VipsFailure failure)
        {
            throw VipsLoader.Damaged(name, format, failure);
        }
    }

    // The coarse reduction leaves at least twice the wanted size for the fine one, so that no sharpness is lost.
    private static int ShrinkWhileDecoding(int side, int wanted) =>
        (side / ((long)wanted * 2)) switch
        {
            >= 8 => 8,
            >= 4 => 4,
            >= 2 => 2,
            _ => 1,
        };

    private static unsafe byte[] EncodePixels(DecodedPicture picture, int longestSide)
    {
        VipsLibrary.EnsureStarted();
        fixed (byte* pixels = picture.Pixels)
        {
            using VipsImage plain = VipsImage.FromPixels(pixels, picture.Width, picture.Height, bands: 3);
            using VipsImage image = PictureWriter.AsSrgb(plain);
            return Encode(image, longestSide);
        }
    }

    private static byte[] Encode(VipsImage picture, int longestSide)
    {
        string side = FormattableString.Invariant($"{longestSide}");
        using VipsOperation shrink = new("thumbnail_image");
        shrink.Set("in", picture).Set("width", side).Set("height", side).Set("size", "down");
        if (picture.HasColourProfile)
        {
            shrink.Set("export-profile", "srgb");
        }

        using VipsImage small = shrink.Run().TakeImage();
        return PictureWriter.EncodeJpeg(small, Quality);
    }
}
