using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;

namespace TransferWeb.Core.Portal;

/// <summary>The runs of the portal. Every method throws <see cref="RequestRefusedException"/> where the person must hear a sentence.</summary>
public interface IRunCatalog
{
    /// <summary>All runs, newest first.</summary>
    Task<IReadOnlyList<RunSummary>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>One run, or null.</summary>
    Task<RunDetails?> FindAsync(RunId id, CancellationToken cancellationToken = default);

    /// <summary>One run with its events so far, or null.</summary>
    Task<RunSnapshot?> SnapshotAsync(RunId id, CancellationToken cancellationToken = default);

    /// <summary>The evaluation of a run that succeeded, or null.</summary>
    Task<EvaluationReport?> EvaluationAsync(RunId id, CancellationToken cancellationToken = default);

    /// <summary>Queues a run on a data set's newest revision; the spec's folder and split file are filled in here. Refuses a spec that does not validate.</summary>
    Task<RunId> EnqueueAsync(DatasetId dataset, RunSpec spec, CancellationToken cancellationToken = default);

    /// <summary>Asks a queued or running run to stop; refused in any other status.</summary>
    Task CancelAsync(RunId id, CancellationToken cancellationToken = default);

    /// <summary>Queues an interrupted, failed or cancelled run again; refused in any other status.</summary>
    Task RestartAsync(RunId id, CancellationToken cancellationToken = default);

    /// <summary>Updates of one run (or of all, for null) from now on; a slow reader loses the oldest, never blocks the sender.</summary>
    IAsyncEnumerable<RunUpdate> WatchAsync(RunId? id, CancellationToken cancellationToken = default);

    /// <summary>The devices of this machine; measured at the first call.</summary>
    Task<IReadOnlyList<DeviceInfo>> DevicesAsync(CancellationToken cancellationToken = default);

    /// <summary>The backbones that can be chosen, with their weights' state on this machine.</summary>
    Task<IReadOnlyList<BackboneOffer>> BackbonesAsync(CancellationToken cancellationToken = default);
}

/// <summary>
/// A backbone as this machine can use it: <paramref name="WeightsFile"/> is the file held here or null; where null, <paramref name="DownloadBytes"/> says how much a
/// run would download first, or is null where no address is known.
/// </summary>
public sealed record BackboneOffer(BackboneManifest Manifest, string? WeightsFile, long? DownloadBytes)
{
    /// <summary>Whether a run can start without network.</summary>
    public bool IsHeld => WeightsFile is not null;
}
