namespace TransferWeb.Training.Pretraining.Patterns;

/// <summary>Signed distances to the outlines of shapes of radius 1 around the origin: negative inside.</summary>
internal static class Shapes
{
    public static float Disc(float x, float y) => MathF.Sqrt(x * x + y * y) - 1;

    public static float Ring(float x, float y) => MathF.Abs(MathF.Sqrt(x * x + y * y) - 0.78f) - 0.2f;

    public static float Square(float x, float y) => MathF.Max(MathF.Abs(x), MathF.Abs(y)) - 0.8f;

    public static float Triangle(float x, float y) => MathF.Max(MathF.Abs(x) * 0.866f + y * 0.5f, -y) - 0.5f;

    public static float Cross(float x, float y)
    {
        float a = MathF.Abs(x);
        float b = MathF.Abs(y);
        return MathF.Min(MathF.Max(a - 1, b - 0.3f), MathF.Max(a - 0.3f, b - 1));
    }

    public static float Star(float x, float y) => Petals(x, y, 5, 0.35f, sharp: true);

    public static float Flower(float x, float y) => Petals(x, y, 6, 0.3f, sharp: false);

    public static float Gear(float x, float y)
    {
        float radius = MathF.Sqrt(x * x + y * y);
        float tooth = MathF.Sin(MathF.Atan2(y, x) * 9) > 0 ? 0.95f : 0.72f;
        return MathF.Max(radius - tooth, 0.28f - radius);
    }

    public static float Crescent(float x, float y) =>
        MathF.Max(Disc(x, y), 0.85f - MathF.Sqrt((x - 0.45f) * (x - 0.45f) + y * y));

    public static float Leaf(float x, float y)
    {
        float a = MathF.Abs(y) + 0.75f;
        return MathF.Sqrt(x * x + a * a) - 1.25f;
    }

    public static float Hair(float x, float y) => MathF.Max(MathF.Abs(x) - 1, MathF.Abs(y) - 0.09f);

    public static float Bent(float x, float y) => MathF.Max(MathF.Abs(x) - 1, MathF.Abs(y - 0.35f * x * x + 0.15f) - 0.08f);

    public static float Heart(float x, float y)
    {
        float a = MathF.Abs(x);
        float rise = y + 0.25f - a * 0.75f;
        return MathF.Sqrt(a * a + rise * rise) - 0.85f;
    }

    /// <summary>A body of three ovals with three pairs of thin limbs.</summary>
    public static float Crawler(float x, float y)
    {
        float body = MathF.Min(
            Oval(x, y, -0.55f, 0.4f, 0.26f),
            MathF.Min(Oval(x, y, 0, 0.26f, 0.17f), Oval(x, y, 0.45f, 0.24f, 0.2f))
        );
        float a = MathF.Abs(y);
        float limbs = 1;
        for (int i = -1; i <= 1; i++)
        {
            float lean = x - 0.05f - i * (0.12f + 0.5f * a);
            limbs = MathF.Min(limbs, MathF.Max(MathF.Abs(lean) - 0.035f, a - 0.75f));
        }

        return MathF.Min(body, limbs);
    }

    /// <summary>A body with two pairs of wings.</summary>
    public static float Flyer(float x, float y)
    {
        float a = MathF.Abs(y);
        float body = Oval(x, y, 0, 0.75f, 0.13f);
        float front = Oval((x - 0.3f) * 0.8f + a * 0.6f - 0.25f, a * 0.8f - (x - 0.3f) * 0.6f - 0.25f, 0, 0.3f, 0.5f);
        float back = Oval((x + 0.25f) * 0.8f - a * 0.6f + 0.2f, a * 0.8f + (x + 0.25f) * 0.6f - 0.2f, 0, 0.22f, 0.4f);
        return MathF.Min(body, MathF.Min(front, back));
    }

    private static float Oval(float x, float y, float centre, float along, float across)
    {
        float u = (x - centre) / along;
        float v = y / across;
        return (MathF.Sqrt(u * u + v * v) - 1) * MathF.Min(along, across);
    }

    private static float Petals(float x, float y, int count, float depth, bool sharp)
    {
        float wave = MathF.Cos(MathF.Atan2(y, x) * count);
        float reach = sharp ? 1 - depth * 1.6f * MathF.Acos(Math.Clamp(wave, -1, 1)) / MathF.PI : 1 - depth + depth * wave;
        return MathF.Sqrt(x * x + y * y) - reach;
    }
}
