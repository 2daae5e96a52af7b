using System.Numerics;
using TransferWeb.Vision.Painting;

namespace TransferWeb.Training.Pretraining.Distillation;

/// <summary>
/// Makes square crops: any place and size, turned, mirrored, stretched and with other colours, some of them two in one. Many crops of few
/// pictures teach nearly as much as many pictures (Asano and Saeed, "Extrapolating from a Single Image to a Thousand Classes using
/// Distillation", 2021), if teacher and student look at the very same crop (Beyer et al., "Knowledge distillation: A good teacher is patient
/// and consistent", 2022). The same seed and step make the same crops.
/// </summary>
public sealed class CropMaker(PictureBank bank, long seed)
{
    private const float GeneratedShare = 0.15f;
    private const float SmallestArea = 0.06f;

    /// <summary>The crops of one step.</summary>
    /// <param name="step">From 0.</param>
    /// <param name="count">Number of crops.</param>
    /// <param name="side">Side of a crop in pixels.</param>
    /// <returns>Count x side x side x 3 bytes, R, G, B.</returns>
    public byte[] Make(int step, int count, int side)
    {
        int bytes = side * side * 3;
        byte[] crops = new byte[count * bytes];
        for (int i = 0; i < count; i++)
        {
            PaintRandom random = PaintRandom.For(seed, step, i);
            Crop(Pick(random), random, side, crops.AsSpan(i * bytes, bytes));
        }

        // Not before all are made, and each with its neighbour.
        for (int i = 0; i < count; i++)
        {
            Mix(
                PaintRandom.For(seed, step, count + i),
                side,
                crops.AsSpan(i * bytes, bytes),
                crops.AsSpan((i + 1) % count * bytes, bytes)
            );
        }

        return crops;
    }

    private BankPicture Pick(PaintRandom random)
    {
        bool generated = bank.Photographs.Count == 0 || bank.Generated.Count > 0 && random.Chance(GeneratedShare);
        IReadOnlyList<BankPicture> pictures = generated ? bank.Generated : bank.Photographs;
        return pictures[random.Whole(0, pictures.Count - 1)];
    }

    private static void Crop(BankPicture picture, PaintRandom random, int side, Span<byte> crop)
    {
        float area = picture.Width * picture.Height * random.Between(SmallestArea, 1);
        float ratio = MathF.Exp(random.Between(-0.3f, 0.3f));
        float width = MathF.Min(MathF.Sqrt(area * ratio), picture.Width);
        float height = MathF.Min(MathF.Sqrt(area / ratio), picture.Height);
        float angle = random.Chance(0.2f) ? random.Between(0, MathF.Tau) : random.Bell() * 0.15f;
        float mirror = random.Chance(0.5f) ? -1 : 1;
        (float sin, float cos) = MathF.SinCos(angle);
        Vector2 middle = new(
            random.Between(width / 2, picture.Width - width / 2),
            random.Between(height / 2, picture.Height - height / 2)
        );
        Vector2 across = new Vector2(cos, sin) * (mirror * width / side);
        Vector2 down = new Vector2(-sin, cos) * (height / side);
        ColourShift colours = ColourShift.Draw(random);
        Sample(picture, middle - (across + down) * ((side - 1) / 2f), across, down, colours, side, crop);
    }

    // Bilinear, from the copy of the picture whose pixels are about as large as the crop's.
    private static void Sample(
        BankPicture picture,
        Vector2 corner,
        Vector2 across,
        Vector2 down,
        ColourShift colours,
        int side,
        Span<byte> crop
    )
    {
        (byte[] pixels, int width, int height) = picture.For(MathF.Sqrt(across.Length() * down.Length()));
        Vector2 scale = new((float)width / picture.Width, (float)height / picture.Height);
        Vector2 half = new(0.5f);
        Vector2 last = new(width - 1.001f, height - 1.001f);
        (across, down, corner) = (across * scale, down * scale, corner * scale - half);
        for (int row = 0; row < side; row++)
        {
            Vector2 start = corner + down * row;
            for (int column = 0; column < side; column++)
            {
                Vector2 at = Vector2.Clamp(start + across * column, Vector2.Zero, last);
                Vector3 rgb = Vector3.Clamp(colours.Apply(Between(pixels, width, at)), Vector3.Zero, new Vector3(255));
                int pixel = (row * side + column) * 3;
                crop[pixel] = (byte)(rgb.X + 0.5f);
                crop[pixel + 1] = (byte)(rgb.Y + 0.5f);
                crop[pixel + 2] = (byte)(rgb.Z + 0.5f);
            }
        }
    }

    private static Vector3 Between(byte[] pixels, int width, Vector2 at)
    {
        int x = (int)at.X;
        int y = (int)at.Y;
        int here = (y * width + x) * 3;
        int below = here + width * 3;
        Vector3 upper = Vector3.Lerp(At(pixels, here), At(pixels, here + 3), at.X - x);
        Vector3 lower = Vector3.Lerp(At(pixels, below), At(pixels, below + 3), at.X - x);
        return Vector3.Lerp(upper, lower, at.Y - y);
    }

    private static Vector3 At(byte[] pixels, int index) => new(pixels[index], pixels[index + 1], pixels[index + 2]);

    // One crop in five shines through another (mixup: Zhang et al., 2018), one in five has a piece of it (CutMix: Yun et al., 2019).
    private static void Mix(PaintRandom random, int side, Span<byte> crop, ReadOnlySpan<byte> other)
    {
        float choice = random.Share();
        if (choice < 0.2f)
        {
            int share = random.Whole(64, 128);
            for (int i = 0; i < crop.Length; i++)
            {
                crop[i] += (byte)((other[i] - crop[i]) * share >> 8);
            }
        }
        else if (choice < 0.4f)
        {
            int width = random.Whole(side / 4, side * 3 / 4);
            int height = random.Whole(side / 4, side * 3 / 4);
            int left = random.Whole(0, side - width);
            int top = random.Whole(0, side - height);
            for (int row = top; row < top + height; row++)
            {
                int from = (row * side + left) * 3;
                other.Slice(from, width * 3).CopyTo(crop.Slice(from, width * 3));
            }
        }
    }
}
