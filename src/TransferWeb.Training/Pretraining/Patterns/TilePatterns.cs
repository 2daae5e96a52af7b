using TransferWeb.Vision.Painting;

namespace TransferWeb.Training.Pretraining.Patterns;

/// <summary>Regular tilings, woven and laid patterns. Each is drawn on a turned grid of unit tiles.</summary>
internal static class TilePatterns
{
    public static IReadOnlyList<PatternFamily> Families { get; } =
    [
        new("checkers", random => OnGrid(random, 7, 20, (u, v, _) => Parity(u, v))),
        new("square tiles", random => OnGrid(random, 12, 28, (u, v, joint) => Tile(u, v, joint, shade: 0.3f))),
        new("bricks", random => OnGrid(random, 9, 18, Brick)),
        new("hexagons", random => OnGrid(random, 9, 20, Hexagon)),
        new("triangles", random => OnGrid(random, 9, 22, Triangle)),
        new("plain weave", random => OnGrid(random, 5, 12, PlainWeave)),
        new("twill", random => OnGrid(random, 5, 11, Twill)),
        new("herringbone", random => OnGrid(random, 5, 11, Herringbone)),
        new("scales", random => OnGrid(random, 9, 20, Scale)),
        new("studs", random => OnGrid(random, 9, 20, Stud)),
    ];

    private static Pattern OnGrid(PaintRandom random, float low, float high, Func<float, float, float, float> tile)
    {
        (float dx, float dy) = random.Direction();
        float size = random.Between(low, high);
        float shift = random.Between(0, 50);
        float joint = random.Between(0.05f, 0.12f);
        return (x, y) => tile((x * dx + y * dy) / size + shift, (y * dx - x * dy) / size + shift, joint);
    }

    private static float Part(float value) => value - MathF.Floor(value);

    private static float Parity(float u, float v) => ((int)MathF.Floor(u) + (int)MathF.Floor(v)) & 1;

    private static float Tile(float u, float v, float joint, float shade)
    {
        float fu = Part(u);
        float fv = Part(v);
        float edge = MathF.Min(MathF.Min(fu, 1 - fu), MathF.Min(fv, 1 - fv));
        return edge < joint ? 0 : 0.6f + shade * Jitter((int)MathF.Floor(u), (int)MathF.Floor(v));
    }

    private static float Jitter(int column, int row) =>
        ((uint)(column * 73856093 ^ row * 19349663) * 2654435761u >> 16 & 0xFF) / 255f;

    private static float Brick(float u, float v, float joint)
    {
        float row = MathF.Floor(v);
        return Tile(u / 2 + 0.5f * ((int)row & 1), v, joint, shade: 0.35f);
    }

    private static float Hexagon(float u, float v, float joint)
    {
        (float Distance, float Second) near = (9, 9);
        float row = MathF.Floor(v / 0.866f);
        for (int i = -1; i <= 2; i++)
        {
            float centreV = (row + i) * 0.866f;
            float shift = ((int)(row + i) & 1) * 0.5f;
            float centreU = MathF.Round(u - shift) + shift;
            for (int j = -1; j <= 1; j++)
            {
                float du = u - centreU - j;
                float dv = v - centreV;
                float distance = MathF.Sqrt(du * du + dv * dv);
                near =
                    distance < near.Distance ? (distance, near.Distance)
                    : distance < near.Second ? (near.Distance, distance)
                    : near;
            }
        }

        return Math.Clamp((near.Second - near.Distance) / (2 * joint), 0, 1) * (1 - 0.4f * near.Distance);
    }

    private static float Triangle(float u, float v, float joint)
    {
        float slanted = u + 0.5f * v;
        return 0.5f * (((int)MathF.Floor(slanted) + (int)MathF.Floor(v)) & 1)
            + (Part(slanted) + Part(v) > 1 ? 0.45f : 0.05f * joint);
    }

    private static float PlainWeave(float u, float v, float joint)
    {
        bool over = Parity(u, v) > 0;
        float across = Part(over ? u : v) - 0.5f;
        float along = Part(over ? v : u) - 0.5f;
        float thread = 1 - 4 * across * across;
        return thread < 4 * joint ? 0 : thread * (1 - 2 * along * along);
    }

    private static float Twill(float u, float v, float joint)
    {
        bool over = (((int)MathF.Floor(u) + (int)MathF.Floor(v)) & 3) < 2;
        float across = Part(over ? u : v) - 0.5f;
        float thread = 1 - 4 * across * across;
        return (over ? 1 : 0.55f) * MathF.Max(thread - joint, 0);
    }

    private static float Herringbone(float u, float v, float joint)
    {
        float column = MathF.Floor(u / 3);
        float lean = ((int)column & 1) == 0 ? u : -u;
        float across = Part(v + lean);
        float side = Part(u / 3);
        return across < 2 * joint || side < joint ? 0 : 0.55f + 0.4f * across;
    }

    private static float Scale(float u, float v, float joint)
    {
        float row = MathF.Floor(v * 2);
        for (int i = 1; i >= 0; i--)
        {
            float shift = 0.5f * ((int)(row - i) & 1);
            float du = u - MathF.Round(u - shift) - shift;
            float dv = v - (row - i) / 2;
            float radius = MathF.Sqrt(du * du + dv * dv) * 1.5f;
            if (radius < 1)
            {
                return radius > 1 - 1.5f * joint ? 0 : 0.3f + 0.7f * radius;
            }
        }

        return 0.15f;
    }

    private static float Stud(float u, float v, float joint)
    {
        float du = Part(u) - 0.5f;
        float dv = Part(v) - 0.5f;
        float radius = MathF.Sqrt(du * du + dv * dv);
        return Math.Clamp((0.34f - radius) / joint, 0, 1);
    }
}
