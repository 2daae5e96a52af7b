using System.Runtime.InteropServices;
using TransferWeb.Training.Features;
using TransferWeb.Training.Solving;

namespace TransferWeb.Training.Fits;

/// <summary>Scaled features of some rows of a table, read from it part by part each time they are asked for.</summary>
/// <param name="table">Where they are.</param>
/// <param name="scaling">What is done to them.</param>
/// <param name="rows">Which, in their order.</param>
/// <param name="device">Where the parts go.</param>
internal sealed class ScaledFeatures(FeatureTable table, FeatureScaling scaling, int[] rows, Device device) : IFeatureParts
{
    // Enough for the processor to be busy, little enough to count for nothing in memory.
    private const int RowsAtOnce = 1024;

    /// <inheritdoc/>
    public int Rows => rows.Length;

    /// <inheritdoc/>
    public int Columns => table.Dimensions + 1;

    /// <inheritdoc/>
    public Device Device => device;

    /// <summary>All of them as one tensor [N, F], in the current dispose scope.</summary>
    public static Tensor Load(FeatureTable table, FeatureScaling scaling, ReadOnlySpan<int> rows, Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor features = empty([rows.Length, table.Dimensions]);
        Span<float> values = MemoryMarshal.Cast<byte, float>(features.bytes);
        table.Read(rows, values);
        scaling.Apply(values);
        return features.to(device).MoveToOuterDisposeScope();
    }

    /// <summary>Nothing is held between two readings.</summary>
    public void Dispose() { }

    /// <inheritdoc/>
    public void ForEach(Action<int, Tensor> take)
    {
        for (int first = 0; first < rows.Length; first += RowsAtOnce)
        {
            using DisposeScope scope = NewDisposeScope();
            int count = Math.Min(RowsAtOnce, rows.Length - first);
            Tensor features = Load(table, scaling, rows.AsSpan(first, count), device);
            take(first, cat([features, ones([count, 1], device: device)], 1));
        }
    }
}
