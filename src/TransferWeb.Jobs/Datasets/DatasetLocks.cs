using System.Collections.Concurrent;
using TransferWeb.Core;

namespace TransferWeb.Jobs.Datasets;

/// <summary>Keeps changes of one data set apart: storing uploads, starting a check, queueing a run on it, deleting it.</summary>
internal sealed class DatasetLocks
{
    private readonly ConcurrentDictionary<DatasetId, AsyncLock> sets = new();

    /// <summary>Held while the one sample is made.</summary>
    public AsyncLock Sample { get; } = new();

    /// <summary>Waits for a data set's lock and holds it until disposed.</summary>
    public Task<IDisposable> EnterAsync(DatasetId id, CancellationToken cancellationToken) =>
        sets.GetOrAdd(id, _ => new AsyncLock()).EnterAsync(cancellationToken);
}
