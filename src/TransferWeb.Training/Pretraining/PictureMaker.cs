using TransferWeb.Training.Pretraining.Patterns;
using TransferWeb.Vision.Painting;

namespace TransferWeb.Training.Pretraining;

/// <summary>What a generated picture shows: the family of its pattern, and what lies on it.</summary>
public readonly record struct PictureLabels(int Family, int Overlay);

/// <summary>
/// Makes the pictures of the pretraining task. Colours, light, sharpness and small distortions are random and tell nothing of the labels, so
/// that only form and texture help; where the pattern is faint, what lies on it stands out. The same seed and number make the same picture.
/// </summary>
public sealed class PictureMaker(long seed, int side)
{
    // Families draw for a field of about this many pixels. A smaller picture shows it slightly smaller, and less of it.
    private const float Field = 112;

    /// <summary>Side of the pictures in pixels.</summary>
    public int Side { get; } = side;

    /// <summary>Draws picture <paramref name="number"/>.</summary>
    /// <param name="number">Which picture, from 0.</param>
    /// <param name="difficulty">From 0 (plain light, black on white or the reverse) to 1 (any colours, light, blur and grain).</param>
    /// <param name="rgb">Side x side x 3 bytes, R, G, B.</param>
    public PictureLabels Draw(int number, float difficulty, Span<byte> rgb)
    {
        PaintRandom random = PaintRandom.For(seed, number, 0);
        int family = random.Whole(0, PatternCatalogue.Families.Count - 1);
        OverlayKind overlay = random.Chance(0.3f) ? OverlayKind.None : (OverlayKind)random.Whole(1, Overlay.Kinds - 1);
        float[] pattern = Sample(PatternCatalogue.Families[family].Make(random), random, warped: random.Chance(0.4f));
        float[]? cover = overlay == OverlayKind.None ? null : Sample(Overlay.Make(overlay, random), random, warped: false);
        Colours colours = Colours.Pick(random, difficulty);
        Paint(pattern, cover, colours, difficulty, random, rgb);
        return new PictureLabels(family, (int)overlay);
    }

    private float[] Sample(Pattern pattern, PaintRandom random, bool warped)
    {
        float zoom = MathF.Sqrt(Field / Side) * (warped ? random.Between(0.85f, 1.2f) : 1);
        float corner = (Field - Side * zoom) / 2;
        ValueNoise bendX = ValueNoise.Even(random, random.Between(25, 60));
        ValueNoise bendY = ValueNoise.Even(random, random.Between(25, 60));
        float bend = random.Between(1, 6);
        float[] values = new float[Side * Side];
        for (int row = 0; row < Side; row++)
        {
            for (int column = 0; column < Side; column++)
            {
                float x = corner + column * zoom;
                float y = corner + row * zoom;
                float value = warped ? pattern(x + bend * bendX.At(x, y), y + bend * bendY.At(x, y)) : pattern(x, y);
                values[row * Side + column] = Math.Clamp(value, 0, 1);
            }
        }

        return values;
    }

    private void Paint(float[] pattern, float[]? cover, Colours colours, float difficulty, PaintRandom random, Span<byte> rgb)
    {
        float contrast = (1 - random.Between(0, 0.4f) * difficulty) * (random.Chance(0.4f) ? random.Between(0.12f, 0.5f) : 1);
        float covering = random.Between(0.4f, 1);
        float patternRelief = random.Chance(0.45f) ? random.Between(0.2f, 1.2f) * contrast * difficulty : 0;
        float coverRelief = random.Chance(0.6f) ? random.Between(-1.5f, 1.5f) * difficulty : 0;
        float grain = random.Skewed(0, 0.05f, 2) * difficulty;
        bool soft = random.Chance(0.25f * difficulty);
        (float lightX, float lightY) = random.Direction();
        float slope = random.Between(0, 0.5f) * difficulty / Side;
        for (int row = 0; row < Side; row++)
        {
            for (int column = 0; column < Side; column++)
            {
                int pixel = row * Side + column;
                float value = soft ? Softened(pattern, column, row) : pattern[pixel];
                float covered = cover is null ? 0 : cover[pixel];
                float relief =
                    patternRelief * Lean(pattern, column, row, lightX, lightY)
                    + (cover is null ? 0 : coverRelief * Lean(cover, column, row, lightX, lightY));
                float light = 1 + relief + slope * ((column - Side / 2) * lightX + (row - Side / 2) * lightY);
                float noise = grain == 0 ? 0 : grain * random.Bell();
                colours.Write(
                    0.5f + (value - 0.5f) * contrast,
                    covered * covering,
                    Math.Clamp(light, 0.2f, 1.9f),
                    noise,
                    rgb.Slice(pixel * 3, 3)
                );
            }
        }
    }

    private float Lean(float[] height, int column, int row, float lightX, float lightY)
    {
        int here = row * Side;
        float dx = height[here + Math.Min(column + 1, Side - 1)] - height[here + Math.Max(column - 1, 0)];
        float dy = height[Math.Min(row + 1, Side - 1) * Side + column] - height[Math.Max(row - 1, 0) * Side + column];
        return 0.5f * (dx * lightX + dy * lightY);
    }

    private float Softened(float[] values, int column, int row)
    {
        int left = Math.Max(column - 1, 0);
        int right = Math.Min(column + 1, Side - 1);
        int above = Math.Max(row - 1, 0) * Side;
        int below = Math.Min(row + 1, Side - 1) * Side;
        int here = row * Side;
        return 0.4f * values[here + column]
            + 0.15f * (values[here + left] + values[here + right] + values[above + column] + values[below + column]);
    }
}
