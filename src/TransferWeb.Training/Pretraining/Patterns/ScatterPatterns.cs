using TransferWeb.Vision.Painting;

namespace TransferWeb.Training.Pretraining.Patterns;

/// <summary>Many copies of one shape, scattered: in rows or anywhere, alike or in all sizes and directions.</summary>
internal static class ScatterPatterns
{
    public static IReadOnlyList<PatternFamily> Families { get; } =
    [
        new("small dots in rows", random => Scattered(random, Shapes.Disc, new(6, 9, 0.18f, 0.28f))),
        new("large dots in rows", random => Scattered(random, Shapes.Disc, new(14, 24, 0.25f, 0.38f))),
        new("few dots", random => Scattered(random, Shapes.Disc, new(16, 30, 0.08f, 0.2f, Jitter: 1, Spread: 0.6f))),
        new("many dots", random => Scattered(random, Shapes.Disc, new(6, 10, 0.2f, 0.4f, Jitter: 1, Spread: 0.6f))),
        new("circles", random => Scattered(random, Shapes.Ring, new(13, 26, 0.35f, 0.55f, Jitter: 0.8f, Spread: 0.5f))),
        new(
            "squares",
            random => Scattered(random, Shapes.Square, new(11, 24, 0.3f, 0.5f, Jitter: 0.8f, Spread: 0.4f, Turned: true))
        ),
        new(
            "wedges",
            random => Scattered(random, Shapes.Triangle, new(11, 24, 0.4f, 0.65f, Jitter: 0.8f, Spread: 0.4f, Turned: true))
        ),
        new("stars", random => Scattered(random, Shapes.Star, new(13, 26, 0.4f, 0.6f, Jitter: 0.8f, Spread: 0.4f, Turned: true))),
        new(
            "crosses",
            random => Scattered(random, Shapes.Cross, new(11, 24, 0.35f, 0.5f, Jitter: 0.8f, Spread: 0.4f, Turned: true))
        ),
        new("leaves", random => Scattered(random, Shapes.Leaf, new(10, 22, 0.45f, 0.75f, Jitter: 1, Spread: 0.4f, Turned: true))),
        new(
            "flowers",
            random => Scattered(random, Shapes.Flower, new(15, 28, 0.4f, 0.55f, Jitter: 0.8f, Spread: 0.3f, Turned: true))
        ),
        new("hairs, combed", random => Scattered(random, Shapes.Hair, new(8, 16, 0.6f, 0.95f, Jitter: 1, Spread: 0.4f))),
        new(
            "hairs, tousled",
            random => Scattered(random, Shapes.Hair, new(8, 16, 0.6f, 0.95f, Jitter: 1, Spread: 0.4f, Turned: true))
        ),
        new("curls", random => Scattered(random, Shapes.Bent, new(10, 22, 0.6f, 0.95f, Jitter: 1, Spread: 0.4f, Turned: true))),
        new(
            "gravel of all sizes",
            random => Scattered(random, Shapes.Disc, new(8, 15, 0.2f, 0.65f, Jitter: 1, Spread: 0.85f, Shaded: true))
        ),
        new("bubbles", random => Scattered(random, Shapes.Ring, new(10, 20, 0.2f, 0.6f, Jitter: 1, Spread: 0.8f))),
        new(
            "insects",
            random => Scattered(random, Shapes.Crawler, new(20, 34, 0.5f, 0.65f, Jitter: 0.8f, Spread: 0.3f, Turned: true))
        ),
    ];

    /// <summary>One scattering of a shape: 1 on the shapes, 0 between them.</summary>
    public static Pattern Scattered(PaintRandom random, Func<float, float, float> shape, Scatter scatter)
    {
        float size = random.Between(scatter.Closest, scatter.Widest);
        float radius = random.Between(scatter.Smallest, scatter.Largest);
        (float X, float Y) heading = random.Direction();
        CellGrid grid = new((uint)random.Next(), scatter.Jitter);
        float sharpness = size * 0.8f;
        return (x, y) =>
        {
            float u = (x * heading.X + y * heading.Y) / size;
            float v = (y * heading.X - x * heading.Y) / size;
            return Brightest(grid, u, v, shape, scatter, radius, sharpness);
        };
    }

    private static float Brightest(
        CellGrid grid,
        float u,
        float v,
        Func<float, float, float> shape,
        Scatter scatter,
        float radius,
        float sharpness
    )
    {
        int column = (int)MathF.Floor(u);
        int row = (int)MathF.Floor(v);
        float best = 0;
        for (int i = -1; i <= 1; i++)
        {
            for (int j = -1; j <= 1; j++)
            {
                (float cx, float cy, float a, float b, float c) = grid.Cell(column + j, row + i);
                float own = radius * (1 - scatter.Spread * a);
                float dx = (u - cx) / own;
                float dy = (v - cy) / own;
                if (dx * dx + dy * dy > 2.4f)
                {
                    continue;
                }

                if (scatter.Turned)
                {
                    (float sin, float cos) = MathF.SinCos(b * MathF.Tau);
                    (dx, dy) = (dx * cos + dy * sin, dy * cos - dx * sin);
                }

                float cover = Math.Clamp(0.5f - shape(dx, dy) * own * sharpness, 0, 1);
                best = MathF.Max(best, cover * (scatter.Shaded ? 0.35f + 0.65f * c : 1));
            }
        }

        return best;
    }
}

/// <summary>How a shape is scattered. Lengths of distances are in pixels, of radii in parts of the distance.</summary>
internal sealed record Scatter(
    float Closest,
    float Widest,
    float Smallest,
    float Largest,
    float Jitter = 0,
    float Spread = 0,
    bool Turned = false,
    bool Shaded = false
);
