using System.Buffers;
using System.Collections.Concurrent;
using TransferWeb.Core.Datasets;
using TransferWeb.Training.Events;
using TransferWeb.Vision.Imaging;

namespace TransferWeb.Training.Data;

/// <summary>
/// Turns picture files into squares of RGB bytes, the same each time or varied at random. What was decoded is kept while there is room, so that later
/// epochs decode nothing. A picture that cannot be decoded is noted once and left out from then on. Safe on many threads.
/// </summary>
/// <param name="folder">The pictures' folder.</param>
/// <param name="transform">What they go through.</param>
/// <param name="cache">Keeps them; disposed with this.</param>
/// <param name="events">Told of pictures that are left out.</param>
public sealed class PicturePreparer(string folder, ImageTransform transform, PictureCache cache, RunEvents events) : IDisposable
{
    // Kept pictures have at most this many times the network's input on their short side: enough detail for the smallest random crops.
    private const int KeptDetail = 2;

    private const string SquareKey = "square:";
    private const string ReducedKey = "reduced:";

    private readonly ConcurrentDictionary<string, byte> leftOut = new(StringComparer.Ordinal);

    /// <summary>What the pictures go through.</summary>
    public ImageTransform Transform => transform;

    /// <summary>Paths of the pictures that could not be decoded so far.</summary>
    public IReadOnlySet<string> LeftOut => leftOut.Keys.ToHashSet(StringComparer.Ordinal);

    /// <summary>Decodes a picture ahead of its first use and keeps it while there is room.</summary>
    public void Preload(Sample sample, bool vary)
    {
        if (vary)
        {
            FindOrReduce(sample)?.Dispose();
            return;
        }

        byte[] square = ArrayPool<byte>.Shared.Rent(transform.ResultBytes);
        _ = TryPrepare(sample, keep: true, square.AsSpan(0, transform.ResultBytes));
        ArrayPool<byte>.Shared.Return(square);
    }

    /// <summary>Writes the resized and centrally cropped picture; false where it cannot be decoded.</summary>
    public bool TryPrepare(Sample sample, bool keep, Span<byte> result)
    {
        string key = SquareKey + sample.Path;
        using (CachedPicture? kept = cache.Find(key))
        {
            if (kept is not null)
            {
                kept.Pixels.CopyTo(result);
                return true;
            }
        }

        using DecodedPicture? picture = Decode(sample);
        if (picture is null)
        {
            return false;
        }

        transform.Apply(picture, result);
        if (keep)
        {
            cache.Keep(key, result, transform.InputSize, transform.InputSize);
        }

        return true;
    }

    /// <summary>Writes a random crop, resized and perhaps mirrored; false where the picture cannot be decoded.</summary>
    public bool TryVary(Sample sample, Random random, double smallestArea, Span<byte> result)
    {
        using CachedPicture? picture = FindOrReduce(sample);
        if (picture is null)
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

    /// <summary>Gives back what kept pictures take of the disk; they are decoded again from then on.</summary>
    /// <returns>Whether that was anything.</returns>
    public bool GiveRoom() => cache.GiveRoom();

    /// <inheritdoc/>
    public void Dispose() => cache.Dispose();

    private CachedPicture? FindOrReduce(Sample sample)
    {
        string key = ReducedKey + sample.Path;
        if (cache.Find(key) is { } kept)
        {
            return kept;
        }

        using DecodedPicture? decoded = Decode(sample);
        if (decoded is null)
        {
            return null;
        }

        CachedPicture reduced = Reduce(decoded);
        cache.Keep(key, reduced.Pixels, reduced.Width, reduced.Height);
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

    private CachedPicture Reduce(DecodedPicture picture)
    {
        int side = KeptDetail * transform.InputSize;
        bool large = Math.Min(picture.Width, picture.Height) > side;
        (int width, int height) = large
            ? Resampler.ShortSideSize(picture.Width, picture.Height, side)
            : (picture.Width, picture.Height);
        CachedPicture reduced = CachedPicture.Rent(width, height);
        if (large)
        {
            Resampler.Resize(
                picture.Pixels,
                picture.Width,
                picture.Height,
                reduced.Writable,
                width,
                height,
                transform.Resampling
            );
        }
        else
        {
            picture.Pixels.CopyTo(reduced.Writable);
        }

        return reduced;
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
}
