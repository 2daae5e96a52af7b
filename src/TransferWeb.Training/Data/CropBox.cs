using TransferWeb.Vision.Imaging;

namespace TransferWeb.Training.Data;

/// <summary>Draws the box of torchvision's <c>RandomResizedCrop</c>: a share of the area and a ratio of the sides, both at random.</summary>
public static class CropBox
{
    private const int Attempts = 10;
    private const double NarrowestRatio = 3.0 / 4;
    private const double WidestRatio = 4.0 / 3;

    /// <summary>A box inside a picture of <paramref name="width"/> x <paramref name="height"/> pixels.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="width">The picture's, in pixels.</param>
    /// <param name="height">The picture's, in pixels.</param>
    /// <param name="smallestArea">Least share of the picture's area, above 0 and at most 1; torchvision's is 0.08.</param>
    public static PixelBox Draw(Random random, int width, int height, double smallestArea)
    {
        double area = (double)width * height;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            double target = area * Between(random, smallestArea, 1);
            double ratio = Math.Exp(Between(random, Math.Log(NarrowestRatio), Math.Log(WidestRatio)));
            int w = (int)Math.Round(Math.Sqrt(target * ratio));
            int h = (int)Math.Round(Math.Sqrt(target / ratio));
            if (w > 0 && w <= width && h > 0 && h <= height)
            {
                return new PixelBox(random.Next(width - w + 1), random.Next(height - h + 1), w, h);
            }
        }

        return Central(width, height);
    }

    /// <summary>The largest central box whose ratio is allowed, as torchvision falls back to.</summary>
    private static PixelBox Central(int width, int height)
    {
        double ratio = (double)width / height;
        int w = ratio > WidestRatio ? (int)Math.Round(height * WidestRatio) : width;
        int h = ratio < NarrowestRatio ? (int)Math.Round(width / NarrowestRatio) : height;
        return new PixelBox((width - w) / 2, (height - h) / 2, w, h);
    }

    private static double Between(Random random, double low, double high) => low + (random.NextDouble() * (high - low));
}
