using TorchSharp;

namespace TransferWeb.Tests;

/// <summary>Counts for tests that nothing is left behind.</summary>
internal static class LiveTensors
{
    /// <summary>
    /// Tensors that the calling thread made and that nobody disposed yet. Unlike <c>Tensor.TotalCount</c> it takes no notice of what other threads and the
    /// garbage collector do meanwhile, and a tensor left to the collector stays counted.
    /// </summary>
    public static long OfThisThread => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
}
