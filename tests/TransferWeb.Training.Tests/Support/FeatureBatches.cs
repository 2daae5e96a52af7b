using TransferWeb.Training.Data;

namespace TransferWeb.Training.Tests.Support;

/// <summary>Batches out of a matrix of features that is wholly in memory.</summary>
/// <param name="features">[N, F] on the device trained on.</param>
/// <param name="labels">[N], int64, on the same device.</param>
/// <param name="batchSize">Rows a batch.</param>
/// <param name="shuffleSeed">Gives each epoch an order of its own; null keeps the rows' order.</param>
/// <param name="share">The part of each batch that is taken; null takes the whole.</param>
internal sealed class FeatureBatches(Tensor features, Tensor labels, int batchSize, long? shuffleSeed, BatchShare? share = null)
    : IBatchSource,
        IDisposable
{
    /// <inheritdoc/>
    public int Samples => (int)features.shape[0];

    /// <inheritdoc/>
    public int Batches => EpochOrder.CountBatches(Samples, batchSize);

    /// <inheritdoc/>
    public IEnumerable<IBatch> Read(int epoch)
    {
        int[] order = shuffleSeed is { } seed ? EpochOrder.Shuffled(Samples, seed, epoch) : [.. Enumerable.Range(0, Samples)];
        return EpochOrder.Cut(order, batchSize).Select(rows => new FeatureBatch(features, labels, share?.Of(rows) ?? rows));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        features.Dispose();
        labels.Dispose();
    }

    private sealed class FeatureBatch(Tensor features, Tensor labels, int[] rows) : IBatch
    {
        public IReadOnlyList<int> Rows => rows;

        public (Tensor Inputs, Tensor Labels) Load()
        {
            using Tensor index = tensor(Array.ConvertAll(rows, row => (long)row), device: features.device);
            return (features.index_select(0, index), labels.index_select(0, index));
        }
    }
}
