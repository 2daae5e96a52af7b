using TransferWeb.Vision.Painting;

namespace TransferWeb.Training.Pretraining.Patterns;

/// <summary>A pattern over the plane: a value from 0 to 1 at each point, whose coordinates are in pixels.</summary>
internal delegate float Pattern(float x, float y);

/// <summary>One class of the pretraining task: a way to make patterns of which no two are the same.</summary>
/// <param name="Name">What it shows, for people.</param>
/// <param name="Make">Makes one with random parameters.</param>
internal sealed record PatternFamily(string Name, Func<PaintRandom, Pattern> Make);

/// <summary>All families. Their order is the order of the classes: only ever append.</summary>
internal static class PatternCatalogue
{
    public static IReadOnlyList<PatternFamily> Families { get; } =
    [
        .. NoisePatterns.Families,
        .. LinePatterns.Families,
        .. TilePatterns.Families,
        .. CellPatterns.Families,
        .. ScatterPatterns.Families,
        .. FigurePatterns.Families,
    ];
}
