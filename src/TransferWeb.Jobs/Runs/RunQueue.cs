using Microsoft.EntityFrameworkCore;
using TransferWeb.Core;
using TransferWeb.Core.Runs;
using TransferWeb.Storage;

namespace TransferWeb.Jobs.Runs;

/// <summary>Who waits for which device, in the order of coming. The rows are the queue; the triggers only wake it.</summary>
public sealed class RunQueue(IDbContextFactory<PortalDb> databases, IRunTrigger trigger)
{
    /// <summary>Wakes the job of a run that has joined.</summary>
    public Task WakeAsync(RunId run, CancellationToken cancellationToken = default) =>
        trigger.TriggerAsync(run, cancellationToken);

    /// <summary>The run whose turn it is on a device, or null where none waits.</summary>
    public async Task<RunId?> FirstAsync(string device, CancellationToken cancellationToken = default)
    {
        await using PortalDb db = await databases.CreateDbContextAsync(cancellationToken);
        return await db
            .Runs.Where(r => r.Status == RunStatus.Queued && r.Device == device)
            .OrderBy(r => r.QueuedAt)
            .ThenBy(r => r.Id)
            .Select(r => (RunId?)r.Id)
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Wakes the run whose turn it is on a device that has become free.</summary>
    public async Task WakeNextAsync(string device, CancellationToken cancellationToken = default)
    {
        if (await FirstAsync(device, cancellationToken) is { } next)
        {
            await trigger.TriggerAsync(next, cancellationToken);
        }
    }

    /// <summary>The place of every waiting run in the queue of its device, counted from 1.</summary>
    public async Task<IReadOnlyDictionary<RunId, int>> PositionsAsync(CancellationToken cancellationToken = default)
    {
        await using PortalDb db = await databases.CreateDbContextAsync(cancellationToken);
        var waiting = await db
            .Runs.Where(r => r.Status == RunStatus.Queued)
            .OrderBy(r => r.QueuedAt)
            .ThenBy(r => r.Id)
            .Select(r => new { r.Id, r.Device })
            .ToListAsync(cancellationToken);
        return waiting
            .GroupBy(r => r.Device)
            .SelectMany(device => device.Select((run, index) => (run.Id, Position: index + 1)))
            .ToDictionary(r => r.Id, r => r.Position);
    }
}
