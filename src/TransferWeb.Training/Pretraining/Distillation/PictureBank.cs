using TransferWeb.Core.Runs;
using TransferWeb.Vision.Imaging;

namespace TransferWeb.Training.Pretraining.Distillation;

/// <summary>A picture in memory, height x width x 3 bytes of RGB, and the same at half and at a quarter of the size.</summary>
public sealed class BankPicture
{
    private const int Levels = 3;
    private readonly (byte[] Pixels, int Width, int Height)[] _levels = new (byte[], int, int)[Levels];

    /// <summary>Takes the pixels and makes the smaller copies.</summary>
    public BankPicture(byte[] pixels, int width, int height)
    {
        _levels[0] = (pixels, width, height);
        for (int i = 1; i < Levels; i++)
        {
            (int w, int h) = (Math.Max(1, width >> i), Math.Max(1, height >> i));
            byte[] smaller = new byte[w * h * 3];
            Resampler.Resize(pixels, width, height, smaller, w, h);
            _levels[i] = (smaller, w, h);
        }
    }

    /// <summary>Width in pixels at full size.</summary>
    public int Width => _levels[0].Width;

    /// <summary>Height in pixels at full size.</summary>
    public int Height => _levels[0].Height;

    /// <summary>The smallest copy that still has about a pixel of its own for each step of <paramref name="step"/> full-size pixels.</summary>
    public (byte[] Pixels, int Width, int Height) For(float step) =>
        _levels[
            step < 1.5f ? 0
            : step < 3 ? 1
            : 2
        ];
}

/// <summary>All pictures crops are taken of: photographs first, then generated ones.</summary>
/// <param name="Photographs">Of the training split alone.</param>
/// <param name="Generated">Patterns and figures.</param>
public sealed record PictureBank(IReadOnlyList<BankPicture> Photographs, IReadOnlyList<BankPicture> Generated)
{
    private const int ShortSide = 320;
    private const int GeneratedSide = 160;

    /// <summary>Decodes photographs (short side at most 320 pixels) and draws generated pictures. Files that are no pictures are passed over.</summary>
    /// <param name="photographs">Paths.</param>
    /// <param name="generated">Number of pictures to draw.</param>
    /// <param name="seed">Decides what is drawn.</param>
    /// <exception cref="RunFailedException">Not one of the photographs could be decoded.</exception>
    /// <exception cref="PictureException">Nothing can be decoded on this machine (<see cref="PictureFault.DecoderMissing"/>).</exception>
    public static PictureBank Fill(IReadOnlyList<string> photographs, int generated, long seed)
    {
        BankPicture?[] decoded = new BankPicture?[photographs.Count];
        Parallel.For(0, photographs.Count, i => decoded[i] = Decode(photographs[i]));
        if (photographs.Count > 0 && Array.TrueForAll(decoded, picture => picture is null))
        {
            throw new RunFailedException(
                RunFailure.DatasetUnreadable,
                $"None of the {photographs.Count} photographs to teach with could be read, {photographs[0]} for one. Check the folder."
            );
        }

        BankPicture[] drawn = new BankPicture[generated];
        PictureMaker maker = new(seed, GeneratedSide);
        Parallel.For(0, generated, i => drawn[i] = Draw(maker, i));
        return new PictureBank([.. decoded.OfType<BankPicture>()], drawn);
    }

    private static BankPicture Draw(PictureMaker maker, int number)
    {
        byte[] pixels = new byte[maker.Side * maker.Side * 3];
        maker.Draw(number, difficulty: 1, pixels);
        return new BankPicture(pixels, maker.Side, maker.Side);
    }

    private static BankPicture? Decode(string path)
    {
        try
        {
            using DecodedPicture picture = PictureDecoder.Decode(path);
            if (Math.Min(picture.Width, picture.Height) <= ShortSide)
            {
                return new BankPicture(picture.Pixels.ToArray(), picture.Width, picture.Height);
            }

            (int width, int height) = Resampler.ShortSideSize(picture.Width, picture.Height, ShortSide);
            byte[] pixels = new byte[width * height * 3];
            Resampler.Resize(picture.Pixels, picture.Width, picture.Height, pixels, width, height);
            return new BankPicture(pixels, width, height);
        }
        catch (PictureException exception) when (exception.Fault != PictureFault.DecoderMissing)
        {
            return null;
        }
    }
}
