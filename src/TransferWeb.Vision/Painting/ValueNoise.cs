namespace TransferWeb.Vision.Painting;

/// <summary>Smooth random values over the plane: random numbers at the points of a grid, blended between them.</summary>
/// <param name="Seed">Which grid of numbers.</param>
/// <param name="Along">Distance of grid points along the grain, in pixels.</param>
/// <param name="Across">Distance of grid points across the grain, in pixels.</param>
/// <param name="GrainX">Direction of the grain, x.</param>
/// <param name="GrainY">Direction of the grain, y.</param>
public readonly record struct ValueNoise(uint Seed, float Along, float Across, float GrainX, float GrainY)
{
    /// <summary>Noise without a grain.</summary>
    public static ValueNoise Even(PaintRandom random, float distance) => Grained(random, distance, distance, random.Direction());

    /// <summary>Noise drawn out along a direction.</summary>
    public static ValueNoise Grained(PaintRandom random, float along, float across, (float X, float Y) grain) =>
        new((uint)random.Next(), along, across, grain.X, grain.Y);

    /// <summary>The value at a point in pixels, −1 to 1.</summary>
    public float At(float x, float y)
    {
        float u = (x * GrainX + y * GrainY) / Along;
        float v = (y * GrainX - x * GrainY) / Across;
        float floorU = MathF.Floor(u);
        float floorV = MathF.Floor(v);
        int column = (int)floorU;
        int row = (int)floorV;
        float blendU = Ease(u - floorU);
        float blendV = Ease(v - floorV);
        float top = Blend(Number(column, row), Number(column + 1, row), blendU);
        float bottom = Blend(Number(column, row + 1), Number(column + 1, row + 1), blendU);
        return Blend(top, bottom, blendV);
    }

    /// <summary>Several noises on top of each other, each half as wide and <paramref name="gain"/> as high as the one before; about −1 to 1.</summary>
    public float Octaves(float x, float y, int count, float gain)
    {
        float sum = 0;
        float height = 1;
        float total = 0;
        ValueNoise octave = this;
        for (int i = 0; i < count; i++)
        {
            sum += height * octave.At(x, y);
            total += height;
            height *= gain;
            octave = octave with { Seed = octave.Seed + 0x9E3779B9, Along = octave.Along / 2, Across = octave.Across / 2 };
        }

        return sum / total;
    }

    private static float Ease(float share) => share * share * (3 - 2 * share);

    private static float Blend(float from, float to, float share) => from + (to - from) * share;

    private float Number(int column, int row)
    {
        uint h = Seed ^ ((uint)column * 0x85EBCA6B) ^ ((uint)row * 0xC2B2AE35);
        h = (h ^ (h >> 16)) * 0x7FEB352D;
        h = (h ^ (h >> 15)) * 0x846CA68B;
        h ^= h >> 16;
        return h * (2f / 4294967296f) - 1f;
    }
}
