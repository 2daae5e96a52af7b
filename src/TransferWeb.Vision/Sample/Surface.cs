namespace TransferWeb.Vision.Sample;

/// <summary>A square piece of surface before light falls on it: how high each pixel stands and what part of each colour it sends back.</summary>
internal sealed class Surface
{
    public Surface(int side)
    {
        Side = side;
        Height = new float[side * side];
        Red = new float[side * side];
        Green = new float[side * side];
        Blue = new float[side * side];
    }

    /// <summary>Side in pixels.</summary>
    public int Side { get; }

    /// <summary>Height of each pixel, in pixels, rows from top to bottom.</summary>
    public float[] Height { get; }

    /// <summary>Part of the red light sent back, 0 to 1.</summary>
    public float[] Red { get; }

    /// <summary>Part of the green light sent back, 0 to 1.</summary>
    public float[] Green { get; }

    /// <summary>Part of the blue light sent back, 0 to 1.</summary>
    public float[] Blue { get; }

    /// <summary>How strongly it shines, 0 (chalk) to 1 (polished).</summary>
    public float Gloss { get; set; }

    /// <summary>Multiplies what a pixel sends back, fading in by <paramref name="share"/> (0 not at all, 1 fully).</summary>
    public void Tint(int pixel, Colour colour, float share)
    {
        Red[pixel] *= 1 + (colour.Red - 1) * share;
        Green[pixel] *= 1 + (colour.Green - 1) * share;
        Blue[pixel] *= 1 + (colour.Blue - 1) * share;
    }

    /// <summary>The pixels of a box around a point, clipped to the surface.</summary>
    public IEnumerable<(int X, int Y, int Pixel)> Around(float x, float y, float radius)
    {
        int left = Math.Max(0, (int)MathF.Floor(x - radius));
        int right = Math.Min(Side - 1, (int)MathF.Ceiling(x + radius));
        int top = Math.Max(0, (int)MathF.Floor(y - radius));
        int bottom = Math.Min(Side - 1, (int)MathF.Ceiling(y + radius));
        for (int row = top; row <= bottom; row++)
        {
            for (int column = left; column <= right; column++)
            {
                yield return (column, row, row * Side + column);
            }
        }
    }
}

/// <summary>A colour, or a factor for each of its parts; 1 is white or "unchanged".</summary>
internal readonly record struct Colour(float Red, float Green, float Blue)
{
    public Colour Times(float factor) => new(Red * factor, Green * factor, Blue * factor);
}
