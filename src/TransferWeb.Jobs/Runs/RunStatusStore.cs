using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using TransferWeb.Core;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;
using TransferWeb.Storage;
using TransferWeb.Storage.Entities;

namespace TransferWeb.Jobs.Runs;

/// <summary>The only place that changes a run's status: through the state machine, with its history, told to all who watch.</summary>
public sealed class RunStatusStore(
    IDbContextFactory<PortalDb> databases,
    RunEventBus bus,
    TimeProvider time,
    FullDiskPatience patience,
    ILogger<RunStatusStore> log
)
{
    /// <summary>
    /// As <see cref="MoveAsync"/>, for what has happened already and must be kept: where the disk is full, it is tried again until there is room, so that the status
    /// is true in the end.
    /// </summary>
    /// <inheritdoc cref="MoveAsync"/>
    /// <param name="shutdown">Gives up; the next start of the portal puts the status right.</param>
    /// <exception cref="OperationCanceledException">The portal stops while the disk is full.</exception>
    public async Task MoveForSureAsync(
        RunId run,
        Func<RunStatus, RunStatus> next,
        CancellationToken shutdown,
        string? message = null,
        Action<RunRow>? change = null
    )
    {
        while (true)
        {
            try
            {
                await MoveAsync(run, next, message, change, CancellationToken.None);
                return;
            }
            catch (Exception exception) when (FullDisk.IsCauseOf(exception))
            {
                log.LogError(exception, "The disk is full: the status of run {Run} is written once there is room", run);
                await Task.Delay(patience.Pause, time, shutdown);
            }
        }
    }

    /// <summary>Moves a run to the status that <paramref name="next"/> chooses for the one it is in; asked again where another was quicker.</summary>
    /// <param name="run">The run.</param>
    /// <param name="next">Gives the next status for the present one, or throws to leave the run as it is.</param>
    /// <param name="message">The sentence that goes with the change.</param>
    /// <param name="change">What else changes in the row, in the same transaction.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <returns>The new status.</returns>
    /// <exception cref="RequestRefusedException">There is no such run.</exception>
    /// <exception cref="InvalidOperationException">The change is not legal.</exception>
    public async Task<RunStatus> MoveAsync(
        RunId run,
        Func<RunStatus, RunStatus> next,
        string? message = null,
        Action<RunRow>? change = null,
        CancellationToken cancellationToken = default
    )
    {
        while (true)
        {
            await using PortalDb db = await databases.CreateDbContextAsync(cancellationToken);
            RunRow row =
                await db.Runs.SingleOrDefaultAsync(r => r.Id == run, cancellationToken)
                ?? throw new RequestRefusedException(RefusalKind.NotFound, "This run is not here any more.");
            row.Status = RunStateMachine.Move(row.Status, next(row.Status));
            row.History.Add(
                new StatusChangeRow
                {
                    Status = row.Status,
                    At = time.GetUtcNow(),
                    Message = message,
                }
            );
            change?.Invoke(row);
            try
            {
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateConcurrencyException)
            {
                continue;
            }

            bus.Publish(new RunUpdate(run, Event: null, row.Status));
            return row.Status;
        }
    }
}

/// <summary>How long is waited for room on a full disk before it is tried again.</summary>
/// <param name="Pause">Between two tries.</param>
public sealed record FullDiskPatience(TimeSpan Pause)
{
    /// <summary>Five seconds.</summary>
    public static FullDiskPatience Default { get; } = new(TimeSpan.FromSeconds(5));
}
