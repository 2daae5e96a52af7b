using TransferWeb.Core.Datasets;
using TransferWeb.Training.Data;

namespace TransferWeb.Training.Features;

/// <summary>Batches of kept stage maps, of the pictures and in the order in which <see cref="PictureBatches"/> gives the pictures themselves.</summary>
/// <param name="maps">A map for each of <paramref name="samples"/>.</param>
/// <param name="data">Knows the classes.</param>
/// <param name="samples">The split's pictures.</param>
/// <param name="options">Decides the order.</param>
/// <param name="device">Where labels are wanted.</param>
public sealed class MapBatches(
    StageMaps maps,
    TrainingData data,
    IReadOnlyList<Sample> samples,
    BatchOptions options,
    Device device
) : IBatchSource
{
    /// <inheritdoc/>
    public int Samples => samples.Count;

    /// <inheritdoc/>
    public int Batches => EpochOrder.CountBatches(samples.Count, options.BatchSize);

    /// <inheritdoc/>
    public IEnumerable<IBatch> Read(int epoch) =>
        EpochOrder
            .Cut(options.Order(data, samples, epoch), options.BatchSize)
            .Select(rows => new MapBatch([.. rows.Where(maps.Has)], maps.Load, LabelsOf));

    private Tensor LabelsOf(IReadOnlyList<int> rows) =>
        tensor([.. rows.Select(row => (long)data.LabelOf(samples[row]))], device: device);

    private sealed record MapBatch(
        IReadOnlyList<int> Rows,
        Func<IReadOnlyList<int>, Tensor> Inputs,
        Func<IReadOnlyList<int>, Tensor> Labels
    ) : IBatch
    {
        (Tensor Inputs, Tensor Labels) IBatch.Load() => (Inputs(Rows), Labels(Rows));
    }
}
