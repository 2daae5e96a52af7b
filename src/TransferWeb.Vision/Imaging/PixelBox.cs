namespace TransferWeb.Vision.Imaging;

/// <summary>A rectangle of whole pixels; (0, 0) is the picture's upper left pixel.</summary>
public readonly record struct PixelBox(int Left, int Top, int Width, int Height)
{
    /// <summary>The whole of a picture.</summary>
    public static PixelBox Whole(int width, int height) => new(0, 0, width, height);

    internal int Right => Left + Width;

    internal int Bottom => Top + Height;

    /// <summary>Throws where the box is empty or leaves a picture of the given size.</summary>
    internal void CheckWithin(int width, int height, string parameter)
    {
        if (Left < 0 || Top < 0 || Width < 1 || Height < 1 || Width > width - Left || Height > height - Top)
        {
            throw new ArgumentOutOfRangeException(parameter, this, $"The box must lie within {width} x {height} pixels.");
        }
    }
}
