using System.Runtime.InteropServices;

namespace TransferWeb.Vision.Imaging;

/// <summary>Interleaved 8-bit pixels of 1 to n channels → RGB, as Pillow's <c>convert("RGB")</c>: grey is repeated, alpha is dropped.</summary>
internal static class PixelConversion
{
    /// <summary>Converts width x height pixels of <paramref name="bands"/> bytes each; <paramref name="rgb"/> holds 3 bytes a pixel.</summary>
    public static void ToRgb(ReadOnlySpan<byte> source, int bands, bool isCmyk, Span<byte> rgb)
    {
        if (bands == 3)
        {
            source.CopyTo(rgb);
        }
        else if (bands <= 2)
        {
            GreyToRgb(source, bands, rgb);
        }
        else if (isCmyk)
        {
            CmykToRgb(source, bands, rgb);
        }
        else
        {
            DropAlpha(source, bands, rgb);
        }
    }

    /// <summary>16-bit channels in this machine's byte order → the upper 8 bits of each, in the same memory.</summary>
    public static Span<byte> KeepHighBytes(Span<byte> pixels)
    {
        ReadOnlySpan<ushort> deep = MemoryMarshal.Cast<byte, ushort>(pixels);
        for (int i = 0; i < deep.Length; i++)
        {
            pixels[i] = (byte)(deep[i] >> 8);
        }

        return pixels[..deep.Length];
    }

    private static void GreyToRgb(ReadOnlySpan<byte> source, int bands, Span<byte> rgb)
    {
        for (int from = 0, to = 0; to < rgb.Length; from += bands, to += 3)
        {
            byte grey = source[from];
            rgb[to] = grey;
            rgb[to + 1] = grey;
            rgb[to + 2] = grey;
        }
    }

    private static void DropAlpha(ReadOnlySpan<byte> source, int bands, Span<byte> rgb)
    {
        for (int from = 0, to = 0; to < rgb.Length; from += bands, to += 3)
        {
            source.Slice(from, 3).CopyTo(rgb[to..]);
        }
    }

    // Pillow's formula: each colour is white less black ink, less its own ink's share of that, division rounded.
    private static void CmykToRgb(ReadOnlySpan<byte> source, int bands, Span<byte> rgb)
    {
        for (int from = 0, to = 0; to < rgb.Length; from += bands, to += 3)
        {
            int white = 255 - source[from + 3];
            for (int ink = 0; ink < 3; ink++)
            {
                int product = (source[from + ink] * white) + 128;
                rgb[to + ink] = (byte)(white - (((product >> 8) + product) >> 8));
            }
        }
    }
}
