namespace TransferWeb.Vision.Painting;

/// <summary>
/// Random numbers for painting: SplitMix64 (Steele, Lea and Flood, 2014). Integer arithmetic, division and square root only, so that the same
/// seed paints the same picture on every machine and every version of .NET.
/// </summary>
public sealed class PaintRandom
{
    private ulong _state;

    /// <summary>Starts a sequence.</summary>
    public PaintRandom(ulong seed) => _state = seed;

    /// <summary>A sequence of its own for one picture or one part of it.</summary>
    public static PaintRandom For(long seed, int first, int second) =>
        new(Mix((ulong)seed ^ Mix(((ulong)(uint)first << 32) | (uint)second)));

    /// <summary>The next 64 bits.</summary>
    public ulong Next() => Mix(_state += 0x9E3779B97F4A7C15UL);

    /// <summary>Even in [0, 1).</summary>
    public float Share() => (Next() >> 40) * (1f / (1 << 24));

    /// <summary>Even in [low, high).</summary>
    public float Between(float low, float high) => low + (high - low) * Share();

    /// <summary>Even in [low, high), more often near low the larger the whole number <paramref name="power"/> is.</summary>
    public float Skewed(float low, float high, int power)
    {
        float share = 1;
        for (int i = 0; i < power; i++)
        {
            share *= Share();
        }

        return low + (high - low) * share;
    }

    /// <summary>A whole number from low to high, both included.</summary>
    public int Whole(int low, int high) => low + (int)(Next() % (ulong)(high - low + 1));

    /// <summary>True with that probability.</summary>
    public bool Chance(float probability) => Share() < probability;

    /// <summary>Roughly normal with deviation 1: the sum of four even numbers.</summary>
    public float Bell() => (Share() + Share() + Share() + Share() - 2f) * 1.7320508f;

    /// <summary>One of the choices.</summary>
    public T Pick<T>(ReadOnlySpan<T> choices) => choices[Whole(0, choices.Length - 1)];

    /// <summary>An even direction, of length 1.</summary>
    public (float X, float Y) Direction()
    {
        while (true)
        {
            float x = Between(-1, 1);
            float y = Between(-1, 1);
            float square = x * x + y * y;
            if (square is > 0.01f and <= 1f)
            {
                float length = MathF.Sqrt(square);
                return (x / length, y / length);
            }
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
