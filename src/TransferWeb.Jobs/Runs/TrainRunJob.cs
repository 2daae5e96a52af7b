using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Quartz;
using TransferWeb.Core;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;
using TransferWeb.Jobs.Workers;
using TransferWeb.Storage;
using TransferWeb.Storage.Entities;

namespace TransferWeb.Jobs.Runs;

/// <summary>The Quartz unit that carries a run: waits for no device, but leaves the run queued for whoever frees it.</summary>
public sealed class TrainRunJob(
    IDbContextFactory<PortalDb> databases,
    RunQueue queue,
    DeviceLease devices,
    RunStops stops,
    RunStatusStore statuses,
    IRunExecutor executor,
    BackboneDirectory backbones,
    ILogger<TrainRunJob> log
) : IJob
{
    /// <summary>The name of the run's id in the trigger's data.</summary>
    public const string RunData = "run";

    /// <summary>The one durable job all triggers call.</summary>
    public static JobKey Key { get; } = new("train-run");

    /// <inheritdoc/>
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        if (RunId.Parse(context.MergedJobDataMap.GetString(RunData)) is { } run)
        {
            await CarryOutAsync(run, cancellationToken);
        }
    }

    /// <summary>Carries the run out if it is still queued, its device is free and it is its turn; calls the next one after that.</summary>
    /// <param name="id">The run.</param>
    /// <param name="shutdown">Cancelled when the portal stops.</param>
    public async Task CarryOutAsync(RunId id, CancellationToken shutdown)
    {
        if (await FindAsync(id) is not { Status: RunStatus.Queued } run)
        {
            return;
        }

        using (IDisposable? lease = devices.TryTake(run.Device, id))
        {
            if (lease is null || shutdown.IsCancellationRequested)
            {
                return; // The run that has the device calls the next; a portal that stops leaves it queued.
            }

            if (await queue.FirstAsync(run.Device, CancellationToken.None) == id)
            {
                await TrainAsync(id, shutdown);
            }
        }

        if (!shutdown.IsCancellationRequested)
        {
            await queue.WakeNextAsync(run.Device, CancellationToken.None);
        }
    }

    private async Task TrainAsync(RunId id, CancellationToken shutdown)
    {
        using RunStops.Stop stop = stops.Open(id);
        try
        {
            await statuses.MoveForSureAsync(id, _ => RunStatus.Running, shutdown);
        }
        catch (Exception exception)
            when (exception is InvalidOperationException or RequestRefusedException or OperationCanceledException)
        {
            return; // Cancelled, or deleted, a moment ago; or the portal stops.
        }

        RunOutcome outcome = await ExecuteAsync(id, stop.Token, shutdown);
        backbones.Refresh(); // The run may have fetched weights.
        await statuses.MoveForSureAsync(
            id,
            _ => outcome.Status,
            shutdown,
            outcome.Message,
            row =>
            {
                row.Failure = outcome.Failure;
                row.FailureMessage = outcome.Failure is null ? null : outcome.Message;
                row.Result = outcome.Result;
            }
        );
    }

    private async Task<RunOutcome> ExecuteAsync(RunId id, CancellationToken stop, CancellationToken shutdown)
    {
        try
        {
            return await executor.ExecuteAsync(id, stop, shutdown);
        }
        catch (RequestRefusedException exception)
        {
            return new RunOutcome(RunStatus.Failed, exception.Message, RunFailure.WorkerDied);
        }
        catch (Exception exception)
        {
            log.LogError(exception, "Run {Run} ended by a fault of the portal", id);
            return new RunOutcome(
                RunStatus.Failed,
                $"The portal failed while it carried out this run: {exception.Message} Start the run again; the log has the details.",
                RunFailure.Internal
            );
        }
    }

    private async Task<RunRow?> FindAsync(RunId id)
    {
        await using PortalDb db = await databases.CreateDbContextAsync(CancellationToken.None);
        return await db.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, CancellationToken.None);
    }
}
