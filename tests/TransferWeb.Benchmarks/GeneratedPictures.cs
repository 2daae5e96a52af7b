using TransferWeb.Training.Pretraining;
using TransferWeb.Vision.Imaging;

namespace TransferWeb.Benchmarks;

/// <summary>Folders of generated photograph-sized pictures, all different, in four classes.</summary>
internal static class GeneratedPictures
{
    private const int Classes = 4;

    // Drawn small and enlarged: drawing costs far more than all that is measured.
    private const int DrawnSide = 64;
    private const int Side = 320;

    /// <summary>Writes them as class/number.jpg.</summary>
    public static void Write(string folder, int count)
    {
        for (int label = 0; label < Classes; label++)
        {
            Directory.CreateDirectory(Path.Combine(folder, $"class{label}"));
        }

        PictureMaker maker = new(seed: 1, DrawnSide);
        Parallel.For(
            0,
            count,
            number =>
            {
                byte[] drawn = new byte[DrawnSide * DrawnSide * 3];
                byte[] picture = new byte[Side * Side * 3];
                int label = maker.Draw(number, difficulty: 1, drawn).Family % Classes;
                Resampler.Resize(drawn, DrawnSide, DrawnSide, picture, Side, Side, Resampling.Bilinear);
                PictureWriter.Write(Path.Combine(folder, $"class{label}", $"{number:000000}.jpg"), picture, Side, Side);
            }
        );
    }
}
