using TransferWeb.Training.Pretraining.Patterns;
using TransferWeb.Vision.Painting;

namespace TransferWeb.Training.Pretraining;

/// <summary>What lies on top of a pattern: the second thing the pretraining task asks for.</summary>
internal enum OverlayKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A few long thin lines.</summary>
    Lines,

    /// <summary>Specks, all over or in one place.</summary>
    Specks,

    /// <summary>Patches with a ragged outline.</summary>
    Blotches,

    /// <summary>A net of cracks, in one place.</summary>
    Cracks,

    /// <summary>A broad soft shadow or shine.</summary>
    Shade,

    /// <summary>A few small figures.</summary>
    Figures,
}

/// <summary>A cover over the picture, 0 (nothing) to 1 (fully covered), as a pattern of its own.</summary>
internal static class Overlay
{
    /// <summary>The number of kinds.</summary>
    public static int Kinds { get; } = Enum.GetValues<OverlayKind>().Length;

    public static Pattern Make(OverlayKind kind, PaintRandom random) =>
        kind switch
        {
            OverlayKind.Lines => Lines(random),
            OverlayKind.Specks => Within(random, Specks(random), everywhere: 0.5f),
            OverlayKind.Blotches => Blotches(random),
            OverlayKind.Cracks => Within(random, Cracks(random), everywhere: 0.2f),
            OverlayKind.Shade => Shade(random),
            OverlayKind.Figures => Within(random, SmallFigures(random), everywhere: 0.3f),
            _ => (_, _) => 0,
        };

    // Arcs of circles (nearly straight ones of large circles), each with two ends.
    private static Pattern Lines(PaintRandom random)
    {
        int count = random.Whole(1, 5);
        var arcs = new (float X, float Y, float DX, float DY, float Bend, float Half, float Width)[count];
        for (int i = 0; i < count; i++)
        {
            (float dx, float dy) = random.Direction();
            arcs[i] = (
                random.Between(10, 102),
                random.Between(10, 102),
                dx,
                dy,
                random.Bell() * 0.003f,
                random.Between(12, 60),
                random.Between(0.5f, 1.6f)
            );
        }

        return (x, y) =>
        {
            float best = 0;
            foreach ((float cx, float cy, float dx, float dy, float bend, float half, float width) in arcs)
            {
                float along = (x - cx) * dx + (y - cy) * dy;
                float across = MathF.Abs((y - cy) * dx - (x - cx) * dy - bend * along * along);
                float end = half - MathF.Abs(along);
                best = MathF.Max(best, MathF.Min(Math.Clamp(width + 0.5f - across, 0, 1), Math.Clamp(end * 0.2f, 0, 1)));
            }

            return best;
        };
    }

    private static Pattern Specks(PaintRandom random) =>
        ScatterPatterns.Scattered(random, Shapes.Disc, new Scatter(7, 18, 0.08f, 0.3f, Jitter: 1, Spread: 0.75f));

    private static Pattern SmallFigures(PaintRandom random)
    {
        Func<float, float, float> shape = random.Pick<Func<float, float, float>>([
            Shapes.Square,
            Shapes.Triangle,
            Shapes.Star,
            Shapes.Leaf,
            Shapes.Ring,
        ]);
        return ScatterPatterns.Scattered(
            random,
            shape,
            new Scatter(20, 40, 0.2f, 0.4f, Jitter: 0.9f, Spread: 0.5f, Turned: true)
        );
    }

    private static Pattern Blotches(PaintRandom random)
    {
        ValueNoise noise = ValueNoise.Even(random, random.Between(14, 40));
        float level = random.Between(0.1f, 0.35f);
        float softness = random.Between(0.03f, 0.25f);
        return (x, y) => Math.Clamp((noise.Octaves(x, y, 3, 0.5f) - level) / softness, 0, 1);
    }

    private static Pattern Cracks(PaintRandom random)
    {
        CellGrid grid = new((uint)random.Next(), Jitter: 1);
        float size = random.Between(14, 34);
        float width = random.Between(0.6f, 1.4f);
        return (x, y) =>
        {
            (float first, float second, _) = grid.Nearest(x / size, y / size);
            return Math.Clamp(width + 0.5f - (second - first) * size * 0.7f, 0, 1);
        };
    }

    private static Pattern Shade(PaintRandom random)
    {
        (float dx, float dy) = random.Direction();
        float middle = random.Between(-30, 30);
        float softness = random.Between(12, 45);
        return (x, y) => Math.Clamp(0.5f + ((x - 56) * dx + (y - 56) * dy - middle) / softness, 0, 1);
    }

    private static Pattern Within(PaintRandom random, Pattern cover, float everywhere)
    {
        if (random.Chance(everywhere))
        {
            return cover;
        }

        float cx = random.Between(25, 87);
        float cy = random.Between(25, 87);
        float radius = random.Between(18, 45);
        return (x, y) =>
        {
            float far = ((x - cx) * (x - cx) + (y - cy) * (y - cy)) / (radius * radius);
            return far > 1 ? 0 : cover(x, y);
        };
    }
}
