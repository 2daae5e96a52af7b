using TransferWeb.Vision.Painting;

namespace TransferWeb.Training.Pretraining.Patterns;

/// <summary>Cloudy and grainy patterns made of smooth noise.</summary>
internal static class NoisePatterns
{
    public static IReadOnlyList<PatternFamily> Families { get; } =
    [
        new("clouds", random => Layered(random, 22, 50, 4, 0.5f)),
        new("rough clouds", random => Layered(random, 9, 18, 4, 0.85f)),
        new("grit", random => Layered(random, 1.3f, 2.6f, 1, 1)),
        new("soft spots", random => Layered(random, 7, 14, 1, 1)),
        new("billows", random => Folded(random, value => value)),
        new("ridges", random => Folded(random, value => 1 - value)),
        new("marble", Marble),
        new("camouflage", Camouflage),
        new("contour lines", Contours),
        new("fine grain", random => Grained(random, 25, 70, 0.9f, 1.7f)),
        new("coarse grain", random => Grained(random, 30, 90, 3, 6)),
        new("wood", Wood),
    ];

    private static Pattern Layered(PaintRandom random, float low, float high, int count, float gain)
    {
        ValueNoise noise = ValueNoise.Even(random, random.Between(low, high));
        return (x, y) => 0.5f + 0.75f * noise.Octaves(x, y, count, gain);
    }

    private static Pattern Folded(PaintRandom random, Func<float, float> fold)
    {
        ValueNoise coarse = ValueNoise.Even(random, random.Between(14, 32));
        ValueNoise middle = ValueNoise.Even(random, coarse.Along / 2);
        ValueNoise fine = ValueNoise.Even(random, coarse.Along / 4);
        return (x, y) =>
            fold(1.1f * MathF.Abs(coarse.At(x, y)) + 0.5f * MathF.Abs(middle.At(x, y)) + 0.25f * MathF.Abs(fine.At(x, y)));
    }

    private static Pattern Marble(PaintRandom random)
    {
        ValueNoise noise = ValueNoise.Even(random, random.Between(25, 50));
        (float dx, float dy) = random.Direction();
        float pitch = random.Between(0.12f, 0.3f);
        float swirl = random.Between(4, 9);
        return (x, y) => 0.5f + 0.5f * MathF.Sin((x * dx + y * dy) * pitch + swirl * noise.Octaves(x, y, 3, 0.5f));
    }

    private static Pattern Camouflage(PaintRandom random)
    {
        ValueNoise noise = ValueNoise.Even(random, random.Between(14, 34));
        int levels = random.Whole(2, 4);
        return (x, y) =>
            MathF.Floor(Math.Clamp(0.5f + 0.9f * noise.Octaves(x, y, 3, 0.45f), 0, 0.999f) * levels) / (levels - 0.99f);
    }

    private static Pattern Contours(PaintRandom random)
    {
        ValueNoise noise = ValueNoise.Even(random, random.Between(25, 50));
        float count = random.Between(7, 14);
        return (x, y) =>
        {
            float level = noise.Octaves(x, y, 2, 0.4f) * count;
            return MathF.Min(1, 4 * MathF.Abs(level - MathF.Round(level)));
        };
    }

    private static Pattern Grained(PaintRandom random, float shortest, float longest, float thin, float thick)
    {
        ValueNoise noise = ValueNoise.Grained(
            random,
            random.Between(shortest, longest),
            random.Between(thin, thick),
            random.Direction()
        );
        return (x, y) => 0.5f + 0.65f * noise.Octaves(x, y, 2, 0.6f);
    }

    private static Pattern Wood(PaintRandom random)
    {
        ValueNoise noise = ValueNoise.Grained(random, random.Between(60, 120), random.Between(14, 26), random.Direction());
        float rings = random.Between(5, 12);
        return (x, y) =>
        {
            float level = noise.Octaves(x, y, 2, 0.3f) * rings;
            return level - MathF.Floor(level);
        };
    }
}
