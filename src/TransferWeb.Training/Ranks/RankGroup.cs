using System.Runtime.InteropServices;
using TransferWeb.Core.Runs;
using TransferWeb.Torch;

namespace TransferWeb.Training.Ranks;

/// <summary>
/// This process among those that train one network together: a process for each device, each with a copy of the network and its share of every batch. All of
/// them make the same exchanges in the same order.
/// </summary>
public sealed class RankGroup : IDisposable
{
    private readonly ProcessGroup group;
    private readonly Device device;
    private readonly Device meeting;

    private RankGroup(ProcessGroup group, Device device, string backend) =>
        (this.group, this.device, meeting) = (group, device, backend == ProcessGroup.Nccl ? device : CPU);

    /// <summary>This process's number. The first alone writes, measures and decides.</summary>
    public int Rank => group.Rank;

    /// <summary>How many processes there are.</summary>
    public int Size => group.Size;

    /// <summary>Whether this is the process that writes, measures and decides.</summary>
    public bool IsFirst => Rank == 0;

    /// <summary>The backend that serves such devices here: NCCL for GPUs where it was built in, else Gloo, which takes the way over the processor's memory.</summary>
    /// <exception cref="RunFailedException">There is none.</exception>
    public static string BackendFor(Device device) =>
        device.type == DeviceType.CUDA && ProcessGroup.IsAvailable(ProcessGroup.Nccl) ? ProcessGroup.Nccl
        : ProcessGroup.IsAvailable(ProcessGroup.Gloo) ? ProcessGroup.Gloo
        : throw new RunFailedException(
            RunFailure.DeviceUnavailable,
            "Several devices cannot share a run here: this build of the engine has neither NCCL nor Gloo. Choose one device, or build with TransferWeb's own binding (TorchProvider=System) to a libtorch that has them."
        );

    /// <summary>Joins the others, and returns when all are there.</summary>
    /// <exception cref="RanksApartException">They did not come.</exception>
    public static RankGroup Join(RankPlace place, Device device)
    {
        TimeSpan timeout = TimeSpan.FromSeconds(place.TimeoutSeconds);
        return Together(() =>
            new RankGroup(
                ProcessGroup.Join(place.Backend, place.StoreFile, place.Rank, place.Size, timeout),
                device,
                place.Backend
            )
        );
    }

    /// <summary>The sums of the numbers over all processes.</summary>
    public double[] Sum(params double[] numbers)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor sums = tensor(numbers, device: meeting);
        Together(() => group.AllReduce(sums));
        return [.. sums.cpu().data<double>()];
    }

    /// <summary>The numbers of the first process.</summary>
    public double[] OfFirst(params double[] numbers)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor copies = tensor(numbers, device: meeting);
        Together(() => group.Broadcast(copies));
        return [.. copies.cpu().data<double>()];
    }

    /// <summary>Puts into each tensor the sum over all processes of <paramref name="weight"/> times theirs.</summary>
    public void SumInto(IEnumerable<Tensor> tensors, double weight) =>
        FlatBuckets.Exchange(
            tensors,
            flat =>
            {
                flat.mul_(weight);
                Meet(flat, group.AllReduce);
            }
        );

    /// <summary>Puts into each tensor what it is in the first process.</summary>
    public void CopyFromFirst(IEnumerable<Tensor> tensors) => FlatBuckets.Exchange(tensors, flat => Meet(flat, group.Broadcast));

    /// <inheritdoc/>
    public void Dispose() => group.Dispose();

    /// <summary>Exchanges a tensor where the backend reaches it.</summary>
    private void Meet(Tensor flat, Action<IReadOnlyList<Tensor>> exchange)
    {
        if (meeting.type == device.type)
        {
            Together(() => exchange([flat]));
            return;
        }

        using Tensor near = flat.to(meeting);
        Together(() => exchange([near]));
        flat.copy_(near);
    }

    private static void Together(Action exchange) =>
        Together(() =>
        {
            exchange();
            return true;
        });

    private static T Together<T>(Func<T> exchange)
    {
        try
        {
            return exchange();
        }
        catch (ExternalException exception) when (!Acceleration.IsOutOfMemory(exception))
        {
            throw new RanksApartException(exception);
        }
    }
}

/// <summary>The processes of a run do not hear each other any more: one is gone, or they waited too long.</summary>
public sealed class RanksApartException(ExternalException inner) : Exception(inner.Message.Split('\n', 2)[0], inner);
