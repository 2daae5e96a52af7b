using TransferWeb.Vision.Painting;

namespace TransferWeb.Vision.Sample;

/// <summary>Draws corrosion pits: small bowls of uneven shape, scattered or in a cluster, darker at the bottom and sometimes rusty.</summary>
internal static class PitPainter
{
    private static readonly Colour[] Bottoms =
    [
        new(0.55f, 0.55f, 0.56f),
        new(0.42f, 0.41f, 0.4f),
        new(0.66f, 0.5f, 0.38f),
        new(0.72f, 0.7f, 0.68f),
    ];

    public static void Paint(Surface surface, PaintRandom random)
    {
        bool clustered = random.Chance(0.45f);
        int count = 14 + (int)random.Skewed(0, 50, 2);
        float largest = random.Between(3.2f, 6.5f);
        float strength = random.Between(0.7f, 1f);
        Colour bottom = random.Pick<Colour>(Bottoms);
        float x = random.Between(0.3f, 0.7f) * surface.Side;
        float y = random.Between(0.3f, 0.7f) * surface.Side;
        float spread = random.Between(11, 30);
        for (int i = 0; i < count; i++)
        {
            (float X, float Y) centre = clustered
                ? (x + random.Bell() * spread, y + random.Bell() * spread)
                : (random.Between(0.06f, 0.94f) * surface.Side, random.Between(0.06f, 0.94f) * surface.Side);
            Dent(surface, random, centre, random.Skewed(1.2f, largest, 2), strength, bottom);
        }
    }

    private static void Dent(
        Surface surface,
        PaintRandom random,
        (float X, float Y) centre,
        float radius,
        float strength,
        Colour bottom
    )
    {
        (float X, float Y) axis = random.Direction();
        float stretch = random.Between(1f, 1.5f);
        float depth = strength * radius * random.Between(0.55f, 1.1f);
        ValueNoise edge = ValueNoise.Even(random, Math.Max(1.5f, radius));
        foreach ((int column, int row, int pixel) in surface.Around(centre.X, centre.Y, radius * 2.1f))
        {
            float dx = column - centre.X;
            float dy = row - centre.Y;
            float along = (dx * axis.X + dy * axis.Y) / (radius * stretch);
            float across = (dy * axis.X - dx * axis.Y) / radius;
            float square = along * along + across * across + 0.35f * edge.At(column, row);
            if (square < 1)
            {
                float bowl = Math.Clamp(1 - square, 0, 1);
                surface.Height[pixel] -= depth * bowl;
                surface.Tint(pixel, bottom, strength * bowl);
            }
            else if (square < 1.8f)
            {
                surface.Height[pixel] += 0.12f * depth * (1.8f - square);
            }
        }
    }
}
