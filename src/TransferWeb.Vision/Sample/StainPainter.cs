using TransferWeb.Vision.Painting;

namespace TransferWeb.Vision.Sample;

/// <summary>Draws stains: flat patches of another colour with a ragged outline and, as where a liquid dried, a darker rim.</summary>
internal static class StainPainter
{
    // Rust, oil, water marks, tempering colours, soot.
    private static readonly Colour[] Liquids =
    [
        new(0.86f, 0.66f, 0.48f),
        new(0.66f, 0.64f, 0.55f),
        new(0.72f, 0.80f, 0.92f),
        new(1.22f, 1.2f, 1.15f),
        new(0.70f, 0.66f, 0.92f),
        new(0.92f, 0.76f, 0.44f),
        new(0.62f, 0.62f, 0.63f),
    ];

    public static void Paint(Surface surface, PaintRandom random)
    {
        Colour liquid = random.Pick<Colour>(Liquids);
        float strength = random.Between(0.75f, 1.15f);
        int count = 1 + (int)random.Skewed(0, 4, 1);
        for (int i = 0; i < count; i++)
        {
            float x = random.Between(0.2f, 0.8f) * surface.Side;
            float y = random.Between(0.2f, 0.8f) * surface.Side;
            float radius = random.Between(22, 46);
            Spill(surface, random, (x, y), radius, liquid, strength);
            int drops = random.Chance(0.4f) ? random.Whole(2, 7) : 0;
            for (int drop = 0; drop < drops; drop++)
            {
                (float X, float Y) at = (x + random.Bell() * radius * 1.4f, y + random.Bell() * radius * 1.4f);
                Spill(surface, random, at, random.Between(2, 5), liquid, strength);
            }
        }
    }

    private static void Spill(
        Surface surface,
        PaintRandom random,
        (float X, float Y) centre,
        float radius,
        Colour liquid,
        float strength
    )
    {
        (float X, float Y) axis = random.Direction();
        float stretch = random.Between(1f, 1.7f);
        float softness = random.Between(0.06f, 0.35f);
        float rim = random.Between(0f, 0.35f) * strength;
        float ragged = random.Between(0.25f, 0.7f);
        ValueNoise outline = ValueNoise.Even(random, radius * 0.9f);
        ValueNoise clouds = ValueNoise.Even(random, Math.Max(3, radius * 0.5f));
        foreach ((int column, int row, int pixel) in surface.Around(centre.X, centre.Y, radius * stretch * 1.8f))
        {
            float dx = column - centre.X;
            float dy = row - centre.Y;
            float along = (dx * axis.X + dy * axis.Y) / (radius * stretch);
            float across = (dy * axis.X - dx * axis.Y) / radius;
            float depth = 1 - MathF.Sqrt(along * along + across * across) + ragged * outline.Octaves(column, row, 3, 0.5f);
            if (depth <= 0)
            {
                continue;
            }

            float cover = Math.Min(1, depth / softness) * (0.78f + 0.22f * clouds.Octaves(column, row, 2, 0.5f));
            surface.Tint(pixel, liquid, strength * cover);
            float fromRim = (depth - 0.04f) / 0.07f;
            float line = 1 - rim / (1 + fromRim * fromRim);
            surface.Tint(pixel, new Colour(line, line, line), Math.Min(1, depth / 0.04f));
            surface.Height[pixel] *= 1 - 0.25f * strength * cover;
        }
    }
}
