using static TorchSharp.torch;

namespace TransferWeb.Torch;

/// <summary>
/// Stands for <c>ProcessGroup</c> of our own binding where the engine is one of TorchSharp's packages, which have no collectives: nobody can join.
/// </summary>
public sealed class ProcessGroup : IDisposable
{
    /// <summary>The backend for processors.</summary>
    public const string Gloo = "gloo";

    /// <summary>The backend for GPUs.</summary>
    public const string Nccl = "nccl";

    private ProcessGroup() { }

    /// <summary>This process's number, from 0.</summary>
    public int Rank { get; }

    /// <summary>How many processes there are.</summary>
    public int Size { get; } = 1;

    /// <summary>False.</summary>
    public static bool IsAvailable(string backend) => false;

    /// <exception cref="NotSupportedException">Always; ask <see cref="IsAvailable"/> first.</exception>
    public static ProcessGroup Join(string backend, string storeFile, int rank, int size, TimeSpan timeout) =>
        throw new NotSupportedException(
            "Several devices need our own binding to libtorch, not TorchSharp's packages. Train on one device, or build with TorchProvider=System."
        );

    // Nobody has joined, so nobody gets here; they belong to an instance as our own binding's do.
#pragma warning disable CA1822
    /// <exception cref="NotSupportedException">Always.</exception>
    public void AllReduce(params IReadOnlyList<Tensor> tensors) => throw new NotSupportedException();

    /// <inheritdoc cref="AllReduce"/>
    public void Broadcast(params IReadOnlyList<Tensor> tensors) => throw new NotSupportedException();

    /// <inheritdoc cref="AllReduce"/>
    public void Barrier() => throw new NotSupportedException();
#pragma warning restore CA1822

    /// <inheritdoc/>
    public void Dispose() { }
}
