using System.Runtime.InteropServices;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TransferWeb.Torch;

/// <summary>
/// Processes of one machine that add up and copy tensors among themselves: libtorch's c10d. All of them make the same calls in the same order; each call
/// returns when all have made it. TorchSharp has no name for it: code that uses it builds with TorchSharp's packages too, where joining fails with a sentence.
/// </summary>
public sealed class ProcessGroup : IDisposable
{
    /// <summary>The backend for processors.</summary>
    public const string Gloo = "gloo";

    /// <summary>The backend for GPUs.</summary>
    public const string Nccl = "nccl";

    private nint _handle;

    private ProcessGroup(nint handle, int rank, int size) => (_handle, Rank, Size) = (handle, rank, size);

    /// <summary>This process's number, from 0.</summary>
    public int Rank { get; }

    /// <summary>How many processes there are.</summary>
    public int Size { get; }

    /// <summary>Whether this build of libtorch and of our binding can use the backend on this machine.</summary>
    public static bool IsAvailable(string backend) => NativeMethods.twt_process_group_available(backend) != 0;

    /// <summary>Joins the group, and returns when all processes have.</summary>
    /// <param name="backend"><see cref="Gloo"/> or <see cref="Nccl"/>.</param>
    /// <param name="storeFile">The file through which the processes find each other: the same for all, and not there before the first.</param>
    /// <param name="rank">This process's number, from 0; each its own.</param>
    /// <param name="size">How many processes there are.</param>
    /// <param name="timeout">How long this and any later call waits for the others.</param>
    /// <exception cref="ExternalException">The backend is not there, or the others did not come.</exception>
    public static ProcessGroup Join(string backend, string storeFile, int rank, int size, TimeSpan timeout)
    {
        var milliseconds = (long)timeout.TotalMilliseconds;
        NativeStatus.Check(NativeMethods.twt_process_group_new(backend, storeFile, rank, size, milliseconds, out var handle));
        return new ProcessGroup(handle, rank, size);
    }

    /// <summary>Puts into each tensor the sum over all processes. The tensors are contiguous and lie where the backend reaches them.</summary>
    /// <exception cref="ExternalException">A process is gone, or the time is over.</exception>
    public unsafe void AllReduce(params IReadOnlyList<Tensor> tensors)
    {
        fixed (nint* handles = Handles(tensors))
        {
            NativeStatus.Check(NativeMethods.twt_process_group_all_reduce(Handle, handles, tensors.Count));
        }
        GC.KeepAlive(tensors);
    }

    /// <summary>Puts into each tensor what it is in process 0. The tensors are contiguous and lie where the backend reaches them.</summary>
    /// <exception cref="ExternalException">A process is gone, or the time is over.</exception>
    public unsafe void Broadcast(params IReadOnlyList<Tensor> tensors)
    {
        fixed (nint* handles = Handles(tensors))
        {
            NativeStatus.Check(NativeMethods.twt_process_group_broadcast(Handle, handles, tensors.Count));
        }
        GC.KeepAlive(tensors);
    }

    /// <summary>Waits until all processes are here.</summary>
    /// <exception cref="ExternalException">A process is gone, or the time is over.</exception>
    public void Barrier() => NativeStatus.Check(NativeMethods.twt_process_group_barrier(Handle));

    /// <summary>Leaves the group; whoever still waits for this process then fails.</summary>
    public void Dispose()
    {
        if (_handle != 0)
        {
            NativeMethods.twt_process_group_free(_handle);
            _handle = 0;
        }
    }

    private nint Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle == 0, this);
            return _handle;
        }
    }

    private static nint[] Handles(IReadOnlyList<Tensor> tensors) => [.. tensors.Select(tensor => tensor.Handle)];
}
