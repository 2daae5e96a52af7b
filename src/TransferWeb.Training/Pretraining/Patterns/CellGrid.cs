namespace TransferWeb.Training.Pretraining.Patterns;

/// <summary>One random point and a few random numbers in each unit square of the plane.</summary>
/// <param name="Seed">Which points.</param>
/// <param name="Jitter">How far a point strays from the middle of its square, 0 (a regular grid) to 1 (anywhere in it).</param>
internal readonly record struct CellGrid(uint Seed, float Jitter)
{
    /// <summary>The point of a square, and three numbers from 0 to 1 that belong to it.</summary>
    public (float X, float Y, float A, float B, float C) Cell(int column, int row)
    {
        uint h = Hash(Seed ^ ((uint)column * 0x85EBCA6B) ^ ((uint)row * 0xC2B2AE35));
        uint g = Hash(h ^ 0x9E3779B9);
        const float Unit = 1f / 65535f;
        float x = column + 0.5f + Jitter * ((h & 0xFFFF) * Unit - 0.5f);
        float y = row + 0.5f + Jitter * ((h >> 16) * Unit - 0.5f);
        return (x, y, (g & 0x3FF) / 1023f, (g >> 10 & 0x3FF) / 1023f, (g >> 20 & 0x3FF) / 1023f);
    }

    /// <summary>Distances to the nearest and second nearest points, and a number of the nearest.</summary>
    public (float First, float Second, float Shade) Nearest(float u, float v)
    {
        int column = (int)MathF.Floor(u);
        int row = (int)MathF.Floor(v);
        float first = float.MaxValue;
        float second = float.MaxValue;
        float shade = 0;
        for (int i = -1; i <= 1; i++)
        {
            for (int j = -1; j <= 1; j++)
            {
                (float x, float y, float a, _, _) = Cell(column + j, row + i);
                float square = (u - x) * (u - x) + (v - y) * (v - y);
                if (square < first)
                {
                    (second, first, shade) = (first, square, a);
                }
                else if (square < second)
                {
                    second = square;
                }
            }
        }

        return (MathF.Sqrt(first), MathF.Sqrt(second), shade);
    }

    private static uint Hash(uint h)
    {
        h = (h ^ (h >> 16)) * 0x7FEB352D;
        h = (h ^ (h >> 15)) * 0x846CA68B;
        return h ^ (h >> 16);
    }
}
