namespace TransferWeb.Vision.Imaging;

/// <summary>Turns and mirrors pictures as EXIF's orientation tag asks.</summary>
internal static class Orientation
{
    /// <summary>Whether <paramref name="orientation"/> exchanges width and height.</summary>
    public static bool SwapsSides(int orientation) => orientation is >= 5 and <= 8;

    /// <summary>
    /// Writes the upright picture. <paramref name="width"/> and <paramref name="height"/> are those of the source;
    /// <paramref name="orientation"/> is 1 to 8, anything else counts as 1.
    /// </summary>
    public static void Apply(ReadOnlySpan<byte> source, int width, int height, int orientation, Span<byte> upright)
    {
        // Where source pixel (0, 0) lands, and how far a step right and a step down in the source move in the result, in pixels.
        (int origin, int right, int down) = orientation switch
        {
            2 => (width - 1, -1, width),
            3 => ((width * height) - 1, -1, -width),
            4 => ((height - 1) * width, 1, -width),
            5 => (0, height, 1),
            6 => (height - 1, height, -1),
            7 => ((width * height) - 1, -height, -1),
            8 => ((width - 1) * height, -height, 1),
            _ => (0, 1, width),
        };
        for (int y = 0; y < height; y++)
        {
            int from = y * width * 3;
            int to = (origin + (y * down)) * 3;
            for (int x = 0; x < width; x++, from += 3, to += right * 3)
            {
                upright[to] = source[from];
                upright[to + 1] = source[from + 1];
                upright[to + 2] = source[from + 2];
            }
        }
    }
}
