using Microsoft.EntityFrameworkCore;
using TransferWeb.Core;
using TransferWeb.Core.Models;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;
using TransferWeb.Jobs.Datasets;
using TransferWeb.Jobs.Workers;
using TransferWeb.Storage;
using TransferWeb.Storage.Entities;
using TransferWeb.Storage.Files;

namespace TransferWeb.Jobs.Runs;

/// <summary>Puts runs into the queue: new ones, and those that are started again.</summary>
internal sealed class RunEnqueuer(
    IDbContextFactory<PortalDb> databases,
    DataFolder folder,
    RunQueue queue,
    RunStatusStore statuses,
    MetricStore metrics,
    DeviceInventory devices,
    DatasetLocks locks,
    ICurrentUser user,
    TimeProvider time
)
{
    /// <summary>Queues a new run on a data set's newest revision.</summary>
    /// <exception cref="RequestRefusedException">The data set or the spec cannot be trained on.</exception>
    public async Task<RunId> EnqueueAsync(DatasetId dataset, RunSpec spec, CancellationToken cancellationToken)
    {
        if (RunDevices.Of(spec.Device).Count > 1)
        {
            // A device is lent to one run at a time, by its name.
            throw new RequestRefusedException(
                RefusalKind.Invalid,
                "The portal gives each run one device. Name one, or train on several from a terminal."
            );
        }

        string device = await devices.ResolveAsync(spec.Device, cancellationToken);
        using IDisposable held = await locks.EnterAsync(dataset, cancellationToken);
        await using PortalDb db = await databases.CreateDbContextAsync(cancellationToken);
        DatasetRow set =
            await db.Datasets.AsNoTracking().SingleOrDefaultAsync(d => d.Id == dataset, cancellationToken)
            ?? throw new RequestRefusedException(RefusalKind.NotFound, "There is no such data set; it may have been deleted.");
        if (set is not { Revision: { } revision, Status: DatasetStatus.Ready })
        {
            throw new RequestRefusedException(
                RefusalKind.Conflict,
                $"The data set '{set.Name}' cannot be trained on yet. {set.Message ?? "Upload pictures and wait for the end of their check."}"
            );
        }

        RunSpec frozen = spec with
        {
            Device = device,
            Data = spec.Data with { Folder = folder.Pictures(dataset), SplitFile = folder.RevisionSplit(dataset, revision) },
        };
        if (RunSpecValidator.Validate(frozen) is { Count: > 0 } errors)
        {
            throw new RequestRefusedException(RefusalKind.Invalid, string.Join(" ", errors.Select(e => e.Message)));
        }

        RunRow run = NewRow(set, revision, frozen);
        await AtomicFile.WriteJsonAsync(Path.Combine(folder.Run(run.Id), RunFiles.Spec), frozen, cancellationToken);
        db.Runs.Add(run);
        await db.SaveChangesAsync(cancellationToken);
        await queue.WakeAsync(run.Id, CancellationToken.None);
        return run.Id;
    }

    /// <summary>
    /// Queues a run again that was interrupted, failed or cancelled. One that was cut off, by a stop of the portal, the death of its worker or a full disk, goes on from its last checkpoint; any other begins anew, and what it
    /// recorded before is kept beside.
    /// </summary>
    /// <exception cref="RequestRefusedException">There is no such run, it is in another status, or its data set is gone.</exception>
    public async Task RestartAsync(RunId id, CancellationToken cancellationToken)
    {
        DatasetId dataset = await DatasetOfAsync(id, cancellationToken);
        using IDisposable held = await locks.EnterAsync(dataset, cancellationToken);
        await DatasetOfAsync(id, cancellationToken);
        RunStatus before = default;
        bool goesOn = false;
        await statuses.MoveAsync(
            id,
            present =>
            {
                before = present;
                return RunStateMachine.CanRestart(present) ? RunStatus.Queued : throw CannotRestart(present);
            },
            change: row =>
            {
                goesOn = WasCutOff(before, row.Failure) && File.Exists(Checkpoint(id));
                row.QueuedAt = time.GetUtcNow();
                (row.Failure, row.FailureMessage, row.Result) = (null, null, null);
                if (!goesOn)
                {
                    SetAside(id);
                }
            },
            cancellationToken: cancellationToken
        );
        if (!goesOn)
        {
            await metrics.ClearAsync(id, CancellationToken.None);
        }

        await queue.WakeAsync(id, CancellationToken.None);
    }

    private async Task<DatasetId> DatasetOfAsync(RunId id, CancellationToken cancellationToken)
    {
        await using PortalDb db = await databases.CreateDbContextAsync(cancellationToken);
        RunRow run =
            await db.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, cancellationToken)
            ?? throw new RequestRefusedException(RefusalKind.NotFound, "There is no such run.");
        return run.DatasetId
            ?? throw new RequestRefusedException(
                RefusalKind.Conflict,
                $"The data set '{run.DatasetName}' of this run was deleted, so it cannot be started again. Start a new run on another data set."
            );
    }

    private RunRow NewRow(DatasetRow set, int revision, RunSpec spec)
    {
        DateTimeOffset now = time.GetUtcNow();
        return new RunRow
        {
            Id = RunId.New(),
            Name = spec.Name,
            DatasetId = set.Id,
            DatasetName = set.Name,
            Revision = revision,
            Spec = spec,
            Status = RunStatus.Queued,
            Device = spec.Device,
            QueuedAt = now,
            CreatedAt = now,
            Owner = user.DisplayName,
            History =
            {
                new StatusChangeRow { Status = RunStatus.Queued, At = now },
            },
        };
    }

    private string Checkpoint(RunId id) => Path.Combine(folder.Run(id), RunFiles.LastCheckpoint);

    /// <summary>Whether nothing was wrong with the run itself.</summary>
    private static bool WasCutOff(RunStatus status, RunFailure? failure) =>
        status == RunStatus.Interrupted || failure is RunFailure.WorkerDied or RunFailure.DiskFull;

    private void SetAside(RunId id)
    {
        if (File.Exists(Checkpoint(id)))
        {
            File.Delete(Checkpoint(id));
        }

        string events = Path.Combine(folder.Run(id), RunFiles.Events);
        if (File.Exists(events))
        {
            File.Move(
                events,
                Path.ChangeExtension(events, FormattableString.Invariant($"{time.GetUtcNow():yyyyMMddHHmmssfff}.jsonl")),
                overwrite: true
            );
        }
    }

    private static RequestRefusedException CannotRestart(RunStatus status) =>
        new(
            RefusalKind.Conflict,
            status == RunStatus.Succeeded
                ? "This run has a result already. To train again, start a new run."
                : "This run has not ended yet, so it cannot be started again."
        );
}
