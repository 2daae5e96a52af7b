namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>Widths as the mobile networks round them.</summary>
internal static class Channels
{
    /// <summary>The nearest multiple of 8, at least 8 and never more than a tenth below the width asked for.</summary>
    public static int Divisible(double width)
    {
        int nearest = Math.Max(8, (int)(width + 4) / 8 * 8);
        return nearest < 0.9 * width ? nearest + 8 : nearest;
    }
}
