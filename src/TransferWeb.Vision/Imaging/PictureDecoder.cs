using System.Buffers;
using TransferWeb.Vision.Imaging.Vips;

namespace TransferWeb.Vision.Imaging;

/// <summary>
/// Decodes JPEG, PNG, WebP, BMP, GIF (first frame) and TIFF (first page) to upright 8-bit RGB. Safe to call from many threads;
/// one call uses one thread. Colours are those of Pillow's <c>convert("RGB")</c>: colour profiles are not applied, alpha is dropped;
/// of 16-bit channels the high byte is kept.
/// </summary>
public static class PictureDecoder
{
    /// <summary>Decodes a file.</summary>
    /// <exception cref="PictureException">It cannot be decoded; the sentence names the file without its folder.</exception>
    public static DecodedPicture Decode(string path, DecodeLimits? limits = null)
    {
        limits ??= DecodeLimits.Default;
        using PictureFile file = PictureFile.Read(path, limits);
        return Decode(file.Bytes, file.Name, limits);
    }

    /// <summary>Decodes the content of a file; <paramref name="name"/> is what sentences call it, and its ending is compared with the content.</summary>
    /// <exception cref="PictureException">It cannot be decoded.</exception>
    public static DecodedPicture Decode(ReadOnlySpan<byte> bytes, string name = "The picture", DecodeLimits? limits = null)
    {
        limits ??= DecodeLimits.Default;
        limits.CheckFileSize(bytes.Length, name);
        PictureFormat format = FormatSniffer.Recognise(bytes, name);
        return format == PictureFormat.Bmp ? DecodeBmp(bytes, name, limits) : DecodeByVips(bytes, format, name, limits);
    }

    private static DecodedPicture DecodeBmp(ReadOnlySpan<byte> bytes, string name, DecodeLimits limits)
    {
        BmpHeader header = BmpHeader.Read(bytes, name);
        limits.Check(header.Width, header.Height, name);
        DecodedPicture picture = Rent(header.Width, header.Height, PictureFormat.Bmp, name);
        try
        {
            BmpReader.Read(bytes, header, name, picture.WritablePixels);
            return picture;
        }
        catch
        {
            picture.Dispose();
            throw;
        }
    }

    private static unsafe DecodedPicture DecodeByVips(
        ReadOnlySpan<byte> bytes,
        PictureFormat format,
        string name,
        DecodeLimits limits
    )
    {
        DecodedPicture? picture = null;
        try
        {
            fixed (byte* data = bytes)
            {
                using VipsImage opened = VipsLoader.Open(format, data, bytes.Length);
                limits.Check(opened.Width, opened.Height, name);
                CheckChannels(opened, name);
                bool swaps = Orientation.SwapsSides(opened.Orientation);
                picture = Rent(swaps ? opened.Height : opened.Width, swaps ? opened.Width : opened.Height, format, name);
                CopyPixels(opened, opened.Orientation, picture.WritablePixels);
                return picture;
            }
        }
        catch (VipsFailure failure)
        {
            picture?.Dispose();
            throw VipsLoader.Damaged(name, format, failure);
        }
    }

    private static DecodedPicture Rent(int width, int height, PictureFormat format, string name) =>
        new(width, height, format) { ExtensionMismatch = FormatSniffer.IsMismatch(name, format) };

    private static void CheckChannels(VipsImage image, string name)
    {
        if (image.Format is not (VipsImage.FormatUChar or VipsImage.FormatUShort))
        {
            throw new PictureException(
                PictureFault.Unsupported,
                $"{name} holds measured values rather than colours of 8 or 16 bits, which is not supported. Save it as PNG and add it again."
            );
        }
    }

    private static void CopyPixels(VipsImage image, int orientation, Span<byte> upright)
    {
        if (orientation == 1)
        {
            CopyStrips(image, upright);
            return;
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(upright.Length);
        try
        {
            Span<byte> stored = rented.AsSpan(0, upright.Length);
            CopyStrips(image, stored);
            Orientation.Apply(stored, image.Width, image.Height, orientation, upright);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static unsafe void CopyStrips(VipsImage image, Span<byte> rgb)
    {
        int rowBytes = image.Width * 3;
        int bands = image.Bands;
        bool isDeep = image.Format == VipsImage.FormatUShort;
        bool isCmyk = image.Interpretation == VipsImage.InterpretationCmyk;

        // A span cannot be captured; its memory stays pinned while the strips are written into it.
        fixed (byte* pinned = rgb)
        {
            byte* target = pinned;
            image.ReadStrips(
                (top, strip) =>
                {
                    strip = isDeep ? PixelConversion.KeepHighBytes(strip) : strip;
                    Span<byte> rows = new(target + ((long)top * rowBytes), strip.Length / bands * 3);
                    PixelConversion.ToRgb(strip, bands, isCmyk, rows);
                }
            );
        }
    }
}
