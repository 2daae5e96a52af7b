using TransferWeb.Vision.Painting;

namespace TransferWeb.Vision.Sample;

/// <summary>Paints the sound surface: what it is made of and how it was worked. The same mixture for all four kinds.</summary>
internal static class MaterialPainter
{
    private static readonly Colour[] Metals =
    [
        new(0.62f, 0.63f, 0.65f),
        new(0.55f, 0.57f, 0.61f),
        new(0.66f, 0.63f, 0.58f),
        new(0.50f, 0.50f, 0.50f),
        new(0.70f, 0.71f, 0.71f),
        new(0.68f, 0.58f, 0.42f),
        new(0.63f, 0.47f, 0.38f),
    ];

    private static readonly Colour[] Paints =
    [
        new(0.36f, 0.45f, 0.54f),
        new(0.44f, 0.50f, 0.42f),
        new(0.60f, 0.57f, 0.50f),
        new(0.33f, 0.34f, 0.37f),
        new(0.56f, 0.36f, 0.31f),
        new(0.72f, 0.72f, 0.69f),
    ];

    public static void Paint(Surface surface, PaintRandom random)
    {
        switch (random.Whole(0, 4))
        {
            case 0:
            case 1:
                PaintBrushed(surface, random);
                break;
            case 2:
                PaintBlasted(surface, random);
                break;
            case 3:
                PaintRolled(surface, random);
                break;
            default:
                PaintCoated(surface, random);
                break;
        }

        if (random.Chance(0.06f))
        {
            PaintSeam(surface, random);
        }
    }

    // Fine parallel grooves, all in one direction.
    private static void PaintBrushed(Surface surface, PaintRandom random)
    {
        (float X, float Y) grain = Upright(random, wobble: 0.12f);
        ValueNoise coarse = ValueNoise.Grained(random, random.Between(70, 160), random.Between(2.2f, 4f), grain);
        ValueNoise fine = ValueNoise.Grained(random, random.Between(30, 90), random.Between(0.8f, 1.5f), grain);
        ValueNoise patches = ValueNoise.Even(random, random.Between(40, 90));
        float depth = random.Between(0.1f, 0.36f);
        float streaks = random.Between(0.025f, 0.09f);
        surface.Gloss = random.Between(0.35f, 0.9f);
        Fill(
            surface,
            Shade(random, Metals),
            (x, y) =>
            {
                float groove = 0.5f * coarse.At(x, y) + fine.At(x, y);
                return (depth * groove, streaks * groove + 0.04f * patches.At(x, y));
            }
        );
    }

    // Grit-blasted or cast: rough alike in all directions.
    private static void PaintBlasted(Surface surface, PaintRandom random)
    {
        ValueNoise grit = ValueNoise.Even(random, random.Between(1.6f, 3.4f));
        ValueNoise patches = ValueNoise.Even(random, random.Between(25, 70));
        float depth = random.Between(0.2f, 0.65f);
        surface.Gloss = random.Between(0.05f, 0.3f);
        Fill(
            surface,
            Shade(random, Metals).Times(0.9f),
            (x, y) =>
            {
                float rough = grit.Octaves(x, y, 2, 0.6f);
                return (depth * rough, 0.05f * rough + 0.06f * patches.Octaves(x, y, 2, 0.5f));
            }
        );
    }

    // Rolled sheet: smooth, with broad weak bands and a little grain.
    private static void PaintRolled(Surface surface, PaintRandom random)
    {
        (float X, float Y) grain = Upright(random, wobble: 0.05f);
        ValueNoise bands = ValueNoise.Grained(random, random.Between(200, 400), random.Between(8, 26), grain);
        ValueNoise grains = ValueNoise.Even(random, random.Between(1.2f, 2.2f));
        ValueNoise waves = ValueNoise.Even(random, random.Between(18, 40));
        float banding = random.Between(0.02f, 0.09f);
        surface.Gloss = random.Between(0.3f, 0.8f);
        Fill(
            surface,
            Shade(random, Metals),
            (x, y) =>
            {
                float grainy = grains.At(x, y);
                return (0.08f * grainy + 0.9f * waves.At(x, y), banding * bands.At(x, y) + 0.02f * grainy);
            }
        );
    }

    // Paint or lacquer: coloured, with the dimples that spraying leaves.
    private static void PaintCoated(Surface surface, PaintRandom random)
    {
        ValueNoise dimples = ValueNoise.Even(random, random.Between(3.5f, 8f));
        ValueNoise dust = ValueNoise.Even(random, 1.1f);
        ValueNoise patches = ValueNoise.Even(random, random.Between(40, 100));
        float depth = random.Between(0.1f, 0.55f);
        surface.Gloss = random.Between(0.15f, 0.7f);
        Fill(
            surface,
            Shade(random, Paints),
            (x, y) => (depth * dimples.At(x, y), 0.018f * dust.At(x, y) + 0.03f * patches.At(x, y))
        );
    }

    // A joint between two plates: dead straight, right across.
    private static void PaintSeam(Surface surface, PaintRandom random)
    {
        (float X, float Y) along = Upright(random, wobble: 0.03f);
        float offset = random.Between(0.2f, 0.8f) * surface.Side;
        float width = random.Between(0.8f, 1.8f);
        float step = random.Between(-0.06f, 0.06f);
        for (int y = 0; y < surface.Side; y++)
        {
            for (int x = 0; x < surface.Side; x++)
            {
                float centre = surface.Side / 2f;
                float distance = (y - centre) * along.X - (x - centre) * along.Y + centre - offset;
                int pixel = y * surface.Side + x;
                float near = Math.Max(0, 1 - distance * distance / (width * width));
                surface.Height[pixel] -= 2.2f * near;
                float shade = (distance > 0 ? 1 + step : 1 - step) * (1 - 0.35f * near);
                surface.Tint(pixel, new Colour(shade, shade, shade), 1);
            }
        }
    }

    private static void Fill(Surface surface, Colour colour, Func<float, float, (float Height, float Brightness)> at)
    {
        for (int y = 0; y < surface.Side; y++)
        {
            for (int x = 0; x < surface.Side; x++)
            {
                int pixel = y * surface.Side + x;
                (float height, float brightness) = at(x, y);
                surface.Height[pixel] = height;
                surface.Red[pixel] = colour.Red * (1 + brightness);
                surface.Green[pixel] = colour.Green * (1 + brightness);
                surface.Blue[pixel] = colour.Blue * (1 + brightness);
            }
        }
    }

    private static Colour Shade(PaintRandom random, ReadOnlySpan<Colour> choices)
    {
        Colour colour = random.Pick(choices).Times(random.Between(0.7f, 1.15f));
        return new Colour(
            colour.Red * random.Between(0.95f, 1.05f),
            colour.Green * random.Between(0.96f, 1.04f),
            colour.Blue * random.Between(0.95f, 1.05f)
        );
    }

    // Nearly level or nearly upright, as parts are laid under a camera; one in five lies askew.
    private static (float X, float Y) Upright(PaintRandom random, float wobble)
    {
        if (random.Chance(0.2f))
        {
            return random.Direction();
        }

        float lean = random.Between(-wobble, wobble);
        float length = MathF.Sqrt(1 + lean * lean);
        return random.Chance(0.6f) ? (1 / length, lean / length) : (lean / length, 1 / length);
    }
}
