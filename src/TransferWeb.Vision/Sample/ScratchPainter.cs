using TransferWeb.Vision.Painting;

namespace TransferWeb.Vision.Sample;

/// <summary>Draws scratches: grooves with raised edges along gently bent lines, lighter or darker than the surface.</summary>
internal static class ScratchPainter
{
    public static void Paint(Surface surface, PaintRandom random)
    {
        float strength = random.Between(0.8f, 1.3f);
        if (random.Chance(0.25f))
        {
            PaintScuff(surface, random, strength);
            return;
        }

        int count = 2 + (int)random.Skewed(0, 6, 1);
        for (int i = 0; i < count; i++)
        {
            Stroke(
                surface,
                random,
                Start(surface, random),
                random.Direction(),
                random.Between(50, 160),
                random.Skewed(0.9f, 2.6f, 2),
                strength
            );
        }
    }

    // Many short fine scratches side by side, as from something rough dragged along.
    private static void PaintScuff(Surface surface, PaintRandom random, float strength)
    {
        (float X, float Y) direction = random.Direction();
        (float x, float y) = Start(surface, random);
        float spread = random.Between(14, 30);
        int count = random.Whole(9, 18);
        for (int i = 0; i < count; i++)
        {
            float across = random.Bell() * spread;
            float along = random.Bell() * 16;
            (float, float) start = (
                x + direction.X * along - direction.Y * across,
                y + direction.Y * along + direction.X * across
            );
            Stroke(
                surface,
                random,
                start,
                direction,
                random.Between(35, 100),
                random.Between(0.7f, 1.2f),
                strength * random.Between(0.7f, 1f)
            );
        }
    }

    private static (float X, float Y) Start(Surface surface, PaintRandom random) =>
        (random.Between(0.3f, 0.7f) * surface.Side, random.Between(0.3f, 0.7f) * surface.Side);

    private static void Stroke(
        Surface surface,
        PaintRandom random,
        (float X, float Y) middle,
        (float X, float Y) direction,
        float length,
        float width,
        float strength
    )
    {
        const float Step = 0.5f;
        float depth = random.Between(1.3f, 2.8f) * strength;
        float brightness = 1 + (random.Chance(0.6f) ? 1 : -1) * random.Between(0.15f, 0.45f) * strength;
        float bend = random.Bell() * 0.0022f;
        float x = middle.X - direction.X * length / 2;
        float y = middle.Y - direction.Y * length / 2;
        ValueNoise pressure = ValueNoise.Even(random, random.Between(6, 25));
        Dictionary<int, float> groove = [];
        for (float at = 0; at < length; at += Step)
        {
            float end = Math.Min(at, length - at) / (0.25f * length);
            float force = Math.Min(1, end) * (0.75f + 0.35f * pressure.At(x, y));
            Press(surface, groove, x, y, width * (0.6f + 0.4f * force), force);
            direction = Turn(direction, bend + random.Bell() * 0.01f);
            x += direction.X * Step;
            y += direction.Y * Step;
        }

        foreach ((int pixel, float force) in groove)
        {
            surface.Height[pixel] -= depth * force;
            surface.Tint(pixel, new Colour(brightness, brightness, brightness), Math.Clamp(force, 0, 1));
        }
    }

    // Each pixel keeps the strongest touch; around the groove the material stands up a little (a negative force).
    private static void Press(Surface surface, Dictionary<int, float> groove, float x, float y, float width, float force)
    {
        foreach ((int column, int row, int pixel) in surface.Around(x, y, 2 * width))
        {
            float square = ((column - x) * (column - x) + (row - y) * (row - y)) / (width * width);
            float touch =
                square < 1 ? force * (1 - square)
                : square < 4 ? -0.12f * force * (4 - square) / 3
                : 0;
            float before = groove.GetValueOrDefault(pixel);
            if (touch > 0 ? touch > before : before <= 0 && touch < before)
            {
                groove[pixel] = touch;
            }
        }
    }

    private static (float X, float Y) Turn((float X, float Y) direction, float slope)
    {
        float x = direction.X - direction.Y * slope;
        float y = direction.Y + direction.X * slope;
        float length = MathF.Sqrt(x * x + y * y);
        return (x / length, y / length);
    }
}
