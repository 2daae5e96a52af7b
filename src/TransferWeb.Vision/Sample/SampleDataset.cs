using System.Globalization;
using TransferWeb.Vision.Imaging;
using TransferWeb.Vision.Painting;

namespace TransferWeb.Vision.Sample;

/// <summary>
/// The sample data set: 240 generated pictures of metal and painted surfaces, 60 each of sound, scratched, pitted and stained ones. The pixels
/// depend on the seed alone; nothing is stored or downloaded.
/// </summary>
public static class SampleDataset
{
    /// <summary>Pictures of each kind.</summary>
    public const int PicturesPerKind = 60;

    /// <summary>Side of each picture in pixels.</summary>
    public const int Side = 160;

    /// <summary>The seed of the data set that is shown everywhere.</summary>
    public const long DefaultSeed = 1;

    private const int JpegQuality = 90;

    /// <summary>The class folders, in the order of <see cref="SurfaceKind"/>.</summary>
    public static IReadOnlyList<string> Labels { get; } = ["sound", "scratched", "pitted", "stained"];

    /// <summary>Writes <c>label/001.jpg</c> to <c>label/060.jpg</c> for each label, on all processors.</summary>
    /// <param name="folder">Where; made if need be. Files of the same names are replaced.</param>
    /// <param name="seed">Which pictures.</param>
    /// <param name="cancellation">Stops between two pictures.</param>
    /// <returns>The paths written, relative to the folder, in order.</returns>
    public static IReadOnlyList<string> WriteTo(string folder, long seed = DefaultSeed, CancellationToken cancellation = default)
    {
        string[] paths =
        [
            .. Labels.SelectMany(label =>
                Enumerable
                    .Range(1, PicturesPerKind)
                    .Select(number => string.Create(CultureInfo.InvariantCulture, $"{label}/{number:000}.jpg"))
            ),
        ];
        Parallel.For(
            0,
            paths.Length,
            new ParallelOptions { CancellationToken = cancellation },
            i =>
            {
                byte[] rgb = Paint((SurfaceKind)(i / PicturesPerKind), i % PicturesPerKind, seed);
                PictureWriter.Write(Path.Combine(folder, paths[i]), rgb, Side, Side, JpegQuality);
            }
        );
        return paths;
    }

    /// <summary>Paints one picture: Side x Side x 3 bytes, rows from top to bottom, R, G, B.</summary>
    /// <param name="kind">What is wrong with the surface.</param>
    /// <param name="number">Which picture of that kind, from 0.</param>
    /// <param name="seed">Which data set.</param>
    public static byte[] Paint(SurfaceKind kind, int number, long seed)
    {
        PaintRandom random = PaintRandom.For(seed, (int)kind, number);
        Surface surface = new(Side);
        MaterialPainter.Paint(surface, random);
        switch (kind)
        {
            case SurfaceKind.Scratched:
                ScratchPainter.Paint(surface, random);
                break;
            case SurfaceKind.Pitted:
                PitPainter.Paint(surface, random);
                break;
            case SurfaceKind.Stained:
                StainPainter.Paint(surface, random);
                break;
            default:
                break;
        }

        return Camera.Photograph(surface, random);
    }
}
