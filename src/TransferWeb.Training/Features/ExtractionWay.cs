using TransferWeb.Vision.Backbones;

namespace TransferWeb.Training.Features;

/// <summary>How pictures are shared out while their features are computed.</summary>
/// <param name="BatchSize">Pictures a batch.</param>
/// <param name="SideBySide">Whether each thread takes batches of its own through the network, instead of all threads sharing each operation.</param>
public sealed record ExtractionWay(int BatchSize, bool SideBySide)
{
    /// <summary>
    /// What was measured to be quickest (tests/TransferWeb.Benchmarks/RESULTS.md). It must not depend on a measurement in the run: features differ in their last digits
    /// from way to way, and the same run must give the same weights.
    /// </summary>
    /// <param name="model">The network.</param>
    /// <param name="device">Where it computes.</param>
    public static ExtractionWay For(Backbone model, Device device) =>
        device.type != DeviceType.CPU ? new ExtractionWay(32, SideBySide: false)
        : model.HasAttention ? new ExtractionWay(8, SideBySide: false)
        : new ExtractionWay(2, SideBySide: true);
}
