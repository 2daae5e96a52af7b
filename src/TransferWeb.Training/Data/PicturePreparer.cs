using System.Buffers;
using System.Collections.Concurrent;
using TransferWeb.Core.Datasets;
using TransferWeb.Training.Events;
using TransferWeb.Vision.Imaging;

namespace TransferWeb.Training.Data;

/// <summary>
/// Turns picture files into squares of RGB bytes, the same each time or varied at random. What was decoded is kept while the budget lasts, so that later
/// epochs decode nothing. A picture that cannot be decoded is noted once and left out from then on. Safe on many threads.
/// </summary>
public sealed class PicturePreparer(string folder, ImageTransform transform, MemoryBudget budget, RunEvents events)
{
    // Kept pictures have at most this many times the network's input on their short side: enough detail for the smallest random crops.
    private const int KeptDetail = 2;

    private readonly ConcurrentDictionary<string, byte[]> squares = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, KeptPicture> pictures = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> leftOut = new(StringComparer.Ordinal);

    /// <summary>What the pictures go through.</summary>
    public ImageTransform Transform => transform;

    /// <summary>Paths of the pictures that could not be decoded so far.</summary>
    public IReadOnlySet<string> LeftOut => leftOut.Keys.ToHashSet(StringComparer.Ordinal);

    /// <summary>Decodes a picture ahead of its first use and keeps it while the budget lasts.</summary>
    public void Preload(Sample sample, bool vary)
    {
        if (vary)
        {
            _ = FindOrReduce(sample);
            return;
        }

        byte[] square = ArrayPool<byte>.Shared.Rent(transform.ResultBytes);
        _ = TryPrepare(sample, keep: true, square.AsSpan(0, transform.ResultBytes));
        ArrayPool<byte>.Shared.Return(square);
    }

    /// <summary>Writes the resized and centrally cropped picture; false where it cannot be decoded.</summary>
    public bool TryPrepare(Sample sample, bool keep, Span<byte> result)
    {
        if (squares.TryGetValue(sample.Path, out byte[]? kept))
        {
            kept.CopyTo(result);
            return true;
        }

        using DecodedPicture? picture = Decode(sample);
        if (picture is null)
        {
            return false;
        }

        transform.Apply(picture, result);
        if (keep && budget.TryTake(result.Length))
        {
            squares[sample.Path] = result.ToArray();
        }

        return true;
    }

    /// <summary>Writes a random crop, resized and perhaps mirrored; false where the picture cannot be decoded.</summary>
    public bool TryVary(Sample sample, Random random, double smallestArea, Span<byte> result)
    {
        if (FindOrReduce(sample) is not { } picture)
        {
            return false;
        }

        PixelBox box = CropBox.Draw(random, picture.Width, picture.Height, smallestArea);
        Resampler.ResizeCrop(
            picture.Pixels,
            picture.Width,
            picture.Height,
            box,
            transform.InputSize,
            result,
            transform.Resampling
        );
        if (random.Next(2) == 1)
        {
            Mirror(result, transform.InputSize);
        }

        return true;
    }

    private KeptPicture? FindOrReduce(Sample sample)
    {
        if (pictures.TryGetValue(sample.Path, out KeptPicture? kept))
        {
            return kept;
        }

        using DecodedPicture? decoded = Decode(sample);
        if (decoded is null)
        {
            return null;
        }

        KeptPicture reduced = Reduce(decoded);
        if (budget.TryTake(reduced.Pixels.Length))
        {
            pictures[sample.Path] = reduced;
        }

        return reduced;
    }

    private DecodedPicture? Decode(Sample sample)
    {
        if (leftOut.ContainsKey(sample.Path))
        {
            return null;
        }

        try
        {
            return PictureDecoder.Decode(PictureExaminer.FullPath(folder, sample.Path));
        }
        catch (PictureException exception)
        {
            if (leftOut.TryAdd(sample.Path, 0))
            {
                events.Note(PictureExaminer.Problem(sample.Path, exception).Sentence);
            }

            return null;
        }
    }

    private KeptPicture Reduce(DecodedPicture picture)
    {
        int side = KeptDetail * transform.InputSize;
        if (Math.Min(picture.Width, picture.Height) <= side)
        {
            return new KeptPicture(picture.Pixels.ToArray(), picture.Width, picture.Height);
        }

        (int width, int height) = Resampler.ShortSideSize(picture.Width, picture.Height, side);
        byte[] pixels = new byte[width * height * 3];
        Resampler.Resize(picture.Pixels, picture.Width, picture.Height, pixels, width, height, transform.Resampling);
        return new KeptPicture(pixels, width, height);
    }

    private static void Mirror(Span<byte> rgb, int size)
    {
        for (int y = 0; y < size; y++)
        {
            Span<byte> row = rgb.Slice(y * size * 3, size * 3);
            for (int left = 0, right = size - 1; left < right; left++, right--)
            {
                for (int channel = 0; channel < 3; channel++)
                {
                    (row[(left * 3) + channel], row[(right * 3) + channel]) = (
                        row[(right * 3) + channel],
                        row[(left * 3) + channel]
                    );
                }
            }
        }
    }

    private sealed record KeptPicture(byte[] Pixels, int Width, int Height);
}
