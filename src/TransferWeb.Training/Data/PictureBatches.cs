using System.Buffers;
using TransferWeb.Core.Datasets;
using TransferWeb.Training.Data.Augmentation;

namespace TransferWeb.Training.Data;

/// <summary>How a source of picture batches prepares its pictures.</summary>
/// <param name="BatchSize">Pictures a batch.</param>
/// <param name="Seed">Decides order and variation.</param>
/// <param name="Shuffle">Whether each epoch has an order of its own.</param>
/// <param name="Vary">How pictures are varied at random; null leaves them as they are.</param>
/// <param name="Keep">Whether prepared pictures are asked for again and worth keeping in memory.</param>
/// <param name="Balance">Whether each class has equally many pictures in each epoch; it is then also shuffled.</param>
/// <param name="Share">This process's part of each batch; null takes the whole.</param>
public sealed record BatchOptions(
    int BatchSize,
    long Seed,
    bool Shuffle,
    AugmentationPreset? Vary,
    bool Keep,
    bool Balance = false,
    BatchShare? Share = null
)
{
    /// <summary>The order in which an epoch sees the samples, as places in their list.</summary>
    public int[] Order(TrainingData data, IReadOnlyList<Sample> samples, int epoch) =>
        Balance ? EpochOrder.Balanced([.. samples.Select(data.LabelOf)], Seed, epoch)
        : Shuffle ? EpochOrder.Shuffled(samples.Count, Seed, epoch)
        : [.. Enumerable.Range(0, samples.Count)];
}

/// <summary>
/// Batches of pictures, prepared ahead by other threads while the network is busy. At most as many batches as there are processors, and one, are in memory. A batch is
/// good until the next is asked for: its bytes then serve another one.
/// </summary>
public sealed class PictureBatches(
    TrainingData data,
    IReadOnlyList<Sample> samples,
    PicturePreparer preparer,
    Normalisation normalisation,
    BatchOptions options,
    Device device,
    CancellationToken cancellation
) : IBatchSource
{
    /// <inheritdoc/>
    public int Samples => samples.Count;

    /// <inheritdoc/>
    public int Batches => EpochOrder.CountBatches(samples.Count, options.BatchSize);

    /// <inheritdoc/>
    public IEnumerable<IBatch> Read(int epoch) => ReadPictures(epoch);

    /// <summary>The batches with their pictures' places in the list of samples.</summary>
    public IEnumerable<PictureBatch> ReadPictures(int epoch)
    {
        IReadOnlyList<int[]> batches = EpochOrder.Cut(Looks(options.Order(data, samples, epoch)), options.BatchSize);
        Queue<Task<PictureBatch>> ahead = new();
        for (int next = 0; next < batches.Count || ahead.Count > 0; )
        {
            for (; next < batches.Count && ahead.Count <= Environment.ProcessorCount; next++)
            {
                int[] looks = options.Share?.Of(batches[next]) ?? batches[next];
                ahead.Enqueue(Task.Run(() => Prepare(looks, epoch), cancellation));
            }

            PictureBatch batch = ahead.Dequeue().GetAwaiter().GetResult();
            yield return batch;
            batch.GiveBack();
        }
    }

    /// <summary>
    /// Prepares each batch of an epoch on one of several threads and gives it to <paramref name="take"/> there: for work that one thread does alone, such as
    /// <see cref="Lanes"/>. The batches come in no certain order.
    /// </summary>
    /// <param name="epoch">Which.</param>
    /// <param name="take">Called by several threads at once, each with a batch of its own that is good until it returns.</param>
    public void ReadSideBySide(int epoch, Action<PictureBatch> take)
    {
        IReadOnlyList<int[]> batches = EpochOrder.Cut(Looks(options.Order(data, samples, epoch)), options.BatchSize);
        Lanes.ForEach(
            batches.Count,
            i =>
            {
                PictureBatch batch = Prepare(batches[i], epoch);
                try
                {
                    take(batch);
                }
                finally
                {
                    batch.GiveBack();
                }
            }
        );
    }

    /// <summary>
    /// A number for each look at a picture that is of its own in the epoch: the picture's place at the first, a whole list further at each other.
    /// </summary>
    private int[] Looks(int[] order)
    {
        int[] seen = new int[samples.Count];
        return Array.ConvertAll(order, row => row + (samples.Count * seen[row]++));
    }

    private PictureBatch Prepare(int[] looks, int epoch)
    {
        int bytes = preparer.Transform.ResultBytes;
        byte[] pixels = ArrayPool<byte>.Shared.Rent(looks.Length * bytes);
        List<int> used = new(looks.Length);
        List<PictureVariation> variations = [];
        foreach (int look in looks)
        {
            int row = look % samples.Count;
            cancellation.ThrowIfCancellationRequested();
            Span<byte> result = pixels.AsSpan(used.Count * bytes, bytes);
            Random random = EpochOrder.For(options.Seed, epoch, look);
            bool decoded = options.Vary is { } preset
                ? preparer.TryVary(samples[row], random, preset.SmallestArea, result)
                : preparer.TryPrepare(samples[row], options.Keep, result);
            if (decoded)
            {
                used.Add(row);
                variations.AddRange(
                    options.Vary is { ChangesPixels: true } changing ? [PictureVariation.Draw(changing, random)] : []
                );
            }
        }

        long[] labels = [.. used.Select(row => (long)data.LabelOf(samples[row]))];
        return new PictureBatch(
            pixels,
            looks.Length,
            used,
            labels,
            preparer.Transform.InputSize,
            normalisation,
            device,
            variations
        );
    }
}

/// <summary>Pictures as bytes, ready to become tensors.</summary>
/// <param name="pixels">RGB squares, one after another, from the shared pool; may be longer than the pictures take.</param>
/// <param name="asked">How many pictures it would be if all could be decoded.</param>
/// <param name="rows">The pictures' places in the list of samples.</param>
/// <param name="labels">Their classes.</param>
/// <param name="size">Side of a square in pixels.</param>
/// <param name="normalisation">What the network expects.</param>
/// <param name="device">Where the tensors go.</param>
/// <param name="variations">How each picture is varied there; empty where none is.</param>
public sealed class PictureBatch(
    byte[] pixels,
    int asked,
    IReadOnlyList<int> rows,
    long[] labels,
    int size,
    Normalisation normalisation,
    Device device,
    IReadOnlyList<PictureVariation> variations
) : IBatch
{
    private byte[]? pixels = pixels;

    /// <summary>How many pictures it would be if all could be decoded.</summary>
    public int Asked => asked;

    /// <inheritdoc/>
    public IReadOnlyList<int> Rows => rows;

    /// <inheritdoc/>
    public (Tensor Inputs, Tensor Labels) Load() => (LoadPictures(ScalarType.Float32), tensor(labels, device: device));

    /// <summary>The pictures alone, in another type.</summary>
    public Tensor LoadPictures(ScalarType dtype) =>
        normalisation.Apply(
            (
                pixels ?? throw new InvalidOperationException("The next batch has been asked for; this one's pictures are gone.")
            ).AsSpan(0, rows.Count * size * size * 3),
            rows.Count,
            size,
            dtype,
            device,
            variations.Count > 0 ? Vary : null
        );

    /// <summary>Lets another batch have the bytes.</summary>
    internal void GiveBack()
    {
        if (pixels is { } rented)
        {
            pixels = null;
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private Tensor Vary(Tensor pictures) => PictureAugmenter.Apply(pictures, variations, normalisation.Mean);
}
