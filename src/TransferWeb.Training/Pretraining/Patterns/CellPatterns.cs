using TransferWeb.Vision.Painting;

namespace TransferWeb.Training.Pretraining.Patterns;

/// <summary>Cells around random points (Worley, 1996): crystals, cracks, pebbles, mosaics.</summary>
internal static class CellPatterns
{
    public static IReadOnlyList<PatternFamily> Families { get; } =
    [
        new("cells", random => Cells(random, 8, 22, (first, _, _) => first)),
        new("cracks", random => Cells(random, 14, 30, (first, second, _) => MathF.Min(1, 7 * (second - first)))),
        new(
            "pebbles",
            random =>
                Cells(
                    random,
                    8,
                    18,
                    (first, second, shade) => Math.Clamp(3 * (second - first) - 0.3f, 0, 1) * (0.5f + 0.4f * shade)
                )
        ),
        new("mosaic", random => Cells(random, 9, 22, (_, _, shade) => shade)),
        new("crystals", random => Cells(random, 10, 24, (first, second, shade) => 0.5f * shade + 0.7f * (second - first))),
        new("foam", random => Cells(random, 5, 9, (first, second, _) => 1 - MathF.Min(1, 4 * (second - first)))),
    ];

    private static Pattern Cells(PaintRandom random, float low, float high, Func<float, float, float, float> value)
    {
        float size = random.Between(low, high);
        CellGrid grid = new((uint)random.Next(), Jitter: random.Between(0.7f, 1));
        return (x, y) =>
        {
            (float first, float second, float shade) = grid.Nearest(x / size, y / size);
            return value(first, second, shade);
        };
    }
}
