using TransferWeb.Vision.Painting;

namespace TransferWeb.Training.Pretraining.Patterns;

/// <summary>Stripes, waves, rings and rays.</summary>
internal static class LinePatterns
{
    public static IReadOnlyList<PatternFamily> Families { get; } =
    [
        new("soft stripes", random => Stripes(random, 6, 22, Wave)),
        new("hard stripes", random => Stripes(random, 6, 22, Edge)),
        new("fine stripes", random => Stripes(random, 3, 5, Wave)),
        new("thin lines", ThinLines),
        new("wavy stripes", Wavy),
        new("chevrons", Chevrons),
        new("plaid", Plaid),
        new("rings", random => Polar(random, (radius, _) => radius)),
        new("spiral", random => Polar(random, (radius, turn) => radius + turn)),
        new("rays", Rays),
        new("hatching", Hatching),
    ];

    private static float Wave(float phase) => 0.5f + 0.5f * MathF.Sin(phase * MathF.Tau);

    private static float Edge(float phase) => Math.Clamp(0.5f + 3 * MathF.Sin(phase * MathF.Tau), 0, 1);

    private static Pattern Stripes(PaintRandom random, float low, float high, Func<float, float> profile)
    {
        (float dx, float dy) = random.Direction();
        float pitch = 1 / random.Between(low, high);
        float shift = random.Share();
        return (x, y) => profile((x * dx + y * dy) * pitch + shift);
    }

    private static Pattern ThinLines(PaintRandom random)
    {
        (float dx, float dy) = random.Direction();
        float distance = random.Between(9, 24);
        float width = random.Between(0.7f, 1.5f);
        float shift = random.Between(0, distance);
        return (x, y) =>
        {
            float along = (x * dx + y * dy + shift) / distance;
            return Math.Clamp(1.5f - MathF.Abs(along - MathF.Round(along)) * distance / width, 0, 1);
        };
    }

    private static Pattern Wavy(PaintRandom random)
    {
        (float dx, float dy) = random.Direction();
        float pitch = 1 / random.Between(7, 16);
        float swing = random.Between(2.5f, 7);
        float length = MathF.Tau / random.Between(18, 50);
        return (x, y) => Edge((x * dx + y * dy + swing * MathF.Sin((y * dx - x * dy) * length)) * pitch);
    }

    private static Pattern Chevrons(PaintRandom random)
    {
        (float dx, float dy) = random.Direction();
        float pitch = 1 / random.Between(8, 18);
        float width = random.Between(10, 26);
        return (x, y) =>
        {
            float across = (y * dx - x * dy) / width;
            return Edge((x * dx + y * dy + width * MathF.Abs(across - MathF.Round(across))) * pitch);
        };
    }

    private static Pattern Plaid(PaintRandom random)
    {
        (float dx, float dy) = random.Direction();
        float pitch = 1 / random.Between(14, 34);
        float fine = pitch * random.Whole(2, 4);
        return (x, y) =>
        {
            float u = x * dx + y * dy;
            float v = y * dx - x * dy;
            return 0.3f * (Edge(u * pitch) + Edge(v * pitch)) + 0.2f * (Edge(u * fine) + Edge(v * fine));
        };
    }

    private static Pattern Polar(PaintRandom random, Func<float, float, float> phase)
    {
        float cx = random.Between(0, 112);
        float cy = random.Between(0, 112);
        float pitch = 1 / random.Between(6, 16);
        float arms = random.Pick<int>([-2, -1, 1, 2]);
        return (x, y) =>
        {
            float dx = x - cx;
            float dy = y - cy;
            return Edge(phase(MathF.Sqrt(dx * dx + dy * dy) * pitch, arms * MathF.Atan2(dy, dx) / MathF.Tau));
        };
    }

    private static Pattern Rays(PaintRandom random)
    {
        float cx = random.Between(0, 112);
        float cy = random.Between(0, 112);
        int count = random.Whole(8, 30);
        return (x, y) => Edge(count * MathF.Atan2(y - cy, x - cx) / MathF.Tau);
    }

    private static Pattern Hatching(PaintRandom random)
    {
        Pattern one = ThinLines(random);
        Pattern other = ThinLines(random);
        return (x, y) => MathF.Max(one(x, y), other(x, y));
    }
}
