using Microsoft.EntityFrameworkCore;
using TransferWeb.Core;
using TransferWeb.Core.Runs;
using TransferWeb.Storage;

namespace TransferWeb.Jobs.Runs;

/// <summary>Puts right, before anything new begins, what a stop of the portal left behind.</summary>
public sealed class StartupRecovery(IDbContextFactory<PortalDb> databases, RunStatusStore statuses, RunQueue queue)
{
    /// <summary>What is said of a run that the portal's stop has cut off.</summary>
    public const string Sentence =
        "The portal was stopped during this run. Start it again, and it goes on from its last checkpoint, a round or about a minute before.";

    /// <summary>Marks the runs that were being trained as interrupted. Call it before any job runs.</summary>
    public async Task InterruptRunsAsync(CancellationToken cancellationToken = default)
    {
        foreach (RunId run in await RunsAsync([RunStatus.Running, RunStatus.Cancelling], cancellationToken))
        {
            await statuses.MoveAsync(run, _ => RunStatus.Interrupted, Sentence, cancellationToken: cancellationToken);
        }
    }

    /// <summary>Wakes the runs that were waiting, in case their triggers were lost.</summary>
    public async Task WakeQueuedAsync(CancellationToken cancellationToken = default)
    {
        foreach (RunId run in await RunsAsync([RunStatus.Queued], cancellationToken))
        {
            await queue.WakeAsync(run, cancellationToken);
        }
    }

    private async Task<List<RunId>> RunsAsync(RunStatus[] statusesWanted, CancellationToken cancellationToken)
    {
        await using PortalDb db = await databases.CreateDbContextAsync(cancellationToken);
        return await db
            .Runs.Where(r => statusesWanted.Contains(r.Status))
            .OrderBy(r => r.QueuedAt)
            .Select(r => r.Id)
            .ToListAsync(cancellationToken);
    }
}
