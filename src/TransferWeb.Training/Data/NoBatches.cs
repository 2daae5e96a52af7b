namespace TransferWeb.Training.Data;

/// <summary>No samples: where a fit needs none to check on.</summary>
internal sealed class NoBatches : IBatchSource
{
    /// <inheritdoc/>
    public int Samples => 0;

    /// <inheritdoc/>
    public int Batches => 0;

    /// <inheritdoc/>
    public IEnumerable<IBatch> Read(int epoch) => [];
}
