using System.Numerics;
using TransferWeb.Vision.Painting;

namespace TransferWeb.Training.Pretraining;

/// <summary>The colours of one picture: three that the pattern runs through, and one that covers it. Random, so that they tell nothing of the class.</summary>
internal sealed class Colours
{
    private readonly Vector3 _low;
    private readonly Vector3 _middle;
    private readonly Vector3 _high;
    private readonly Vector3 _cover;

    private Colours(Vector3 low, Vector3 middle, Vector3 high, Vector3 cover)
    {
        _low = low;
        _middle = middle;
        _high = high;
        _cover = cover;
    }

    /// <summary>Picks colours; one picture in four is grey, and one in three has shades of a single colour.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="difficulty">From 0 (black and white) to 1 (any).</param>
    public static Colours Pick(PaintRandom random, float difficulty)
    {
        bool grey = random.Chance(0.25f);
        Vector3 low = One(random, grey);
        Vector3 high;
        if (random.Chance(0.35f))
        {
            high = Vector3.Clamp(low * random.Between(1.25f, 2.2f), Vector3.Zero, Vector3.One);
        }
        else
        {
            high = Apart(random, grey, low, 0.25f);
        }

        Vector3 middle = random.Chance(0.6f) ? (low + high) / 2 : One(random, grey);
        Vector3 cover = Apart(random, grey, (low + high) / 2, 0.2f);
        if (random.Chance(0.5f))
        {
            (low, high) = (high, low);
        }

        bool darkFirst = random.Chance(0.5f);
        return new Colours(
            Vector3.Lerp(new Vector3(darkFirst ? 0.1f : 0.9f), low, difficulty),
            Vector3.Lerp(new Vector3(0.5f), middle, difficulty),
            Vector3.Lerp(new Vector3(darkFirst ? 0.9f : 0.1f), high, difficulty),
            cover
        );
    }

    /// <summary>Writes one pixel.</summary>
    /// <param name="value">The pattern there, 0 to 1.</param>
    /// <param name="covered">How far it is covered, 0 to 1.</param>
    /// <param name="light">Factor of brightness.</param>
    /// <param name="noise">Added to every part, in parts of full brightness.</param>
    /// <param name="rgb">Three bytes.</param>
    public void Write(float value, float covered, float light, float noise, Span<byte> rgb)
    {
        Vector3 colour = value < 0.5f ? Vector3.Lerp(_low, _middle, value * 2) : Vector3.Lerp(_middle, _high, value * 2 - 1);
        colour = Vector3.Lerp(colour, _cover, covered) * light + new Vector3(noise);
        colour = Vector3.Clamp(colour, Vector3.Zero, Vector3.One) * 255;
        rgb[0] = (byte)(colour.X + 0.5f);
        rgb[1] = (byte)(colour.Y + 0.5f);
        rgb[2] = (byte)(colour.Z + 0.5f);
    }

    private static Vector3 One(PaintRandom random, bool grey)
    {
        float brightness = random.Between(0.08f, 0.95f);
        if (grey)
        {
            return new Vector3(brightness);
        }

        Vector3 hue = new(random.Share(), random.Share(), random.Share());
        float saturation = random.Between(0.1f, 0.8f);
        return Vector3.Lerp(new Vector3(brightness), hue, saturation);
    }

    // Another colour that can be told from the given one.
    private static Vector3 Apart(PaintRandom random, bool grey, Vector3 from, float distance)
    {
        Vector3 colour = One(random, grey);
        while (Vector3.Distance(colour, from) < distance)
        {
            colour = One(random, grey);
        }

        return colour;
    }
}
