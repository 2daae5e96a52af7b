using TransferWeb.Vision.Painting;

namespace TransferWeb.Training.Pretraining.Patterns;

/// <summary>One large figure before a background, both with a weak texture.</summary>
internal static class FigurePatterns
{
    public static IReadOnlyList<PatternFamily> Families { get; } =
    [
        new("a disc", random => Figure(random, Shapes.Disc)),
        new("a ring", random => Figure(random, Shapes.Ring)),
        new("a square", random => Figure(random, Shapes.Square)),
        new("a triangle", random => Figure(random, Shapes.Triangle)),
        new("a cross", random => Figure(random, Shapes.Cross)),
        new("a star", random => Figure(random, Shapes.Star)),
        new("a flower", random => Figure(random, Shapes.Flower)),
        new("a gear", random => Figure(random, Shapes.Gear)),
        new("a crescent", random => Figure(random, Shapes.Crescent)),
        new("a leaf", random => Figure(random, Shapes.Leaf)),
        new("a heart", random => Figure(random, Shapes.Heart)),
        new("a crawling thing", random => Figure(random, Shapes.Crawler)),
        new("a flying thing", random => Figure(random, Shapes.Flyer)),
        new("a bent line", random => Figure(random, Shapes.Bent)),
    ];

    private static Pattern Figure(PaintRandom random, Func<float, float, float> shape)
    {
        float cx = random.Between(40, 72);
        float cy = random.Between(40, 72);
        float radius = random.Between(22, 46);
        float squash = random.Between(0.75f, 1.3f);
        (float dx, float dy) = random.Direction();
        ValueNoise inside = ValueNoise.Grained(random, random.Between(4, 20), random.Between(2, 12), random.Direction());
        ValueNoise outside = ValueNoise.Grained(random, random.Between(5, 40), random.Between(3, 25), random.Direction());
        float texture = random.Between(0.05f, 0.3f);
        return (x, y) =>
        {
            float u = ((x - cx) * dx + (y - cy) * dy) / radius;
            float v = ((y - cy) * dx - (x - cx) * dy) / radius * squash;
            float cover = Math.Clamp(0.5f - shape(u, v) * radius, 0, 1);
            float ground = 0.2f + texture * outside.Octaves(x, y, 2, 0.5f);
            float figure = 0.8f + texture * inside.Octaves(x, y, 2, 0.5f);
            return ground + (figure - ground) * cover;
        };
    }
}
