using Microsoft.EntityFrameworkCore;
using TransferWeb.Core;
using TransferWeb.Core.Models;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;
using TransferWeb.Jobs.Workers;
using TransferWeb.Storage;
using TransferWeb.Storage.Entities;
using TransferWeb.Storage.Files;

namespace TransferWeb.Jobs.Runs;

/// <inheritdoc cref="IRunCatalog"/>
internal sealed class RunCatalog(
    IDbContextFactory<PortalDb> databases,
    DataFolder folder,
    RunEnqueuer enqueuer,
    RunQueue queue,
    RunStops stops,
    RunStatusStore statuses,
    RunEventBus bus,
    DeviceInventory devices,
    BackboneDirectory backbones
) : IRunCatalog
{
    public async Task<IReadOnlyList<RunSummary>> ListAsync(CancellationToken cancellationToken = default)
    {
        await using PortalDb db = await databases.CreateDbContextAsync(cancellationToken);
        List<RunRow> rows = await db
            .Runs.AsNoTracking()
            .OrderByDescending(r => r.CreatedAt)
            .ThenByDescending(r => r.Id)
            .ToListAsync(cancellationToken);
        IReadOnlyDictionary<RunId, int> positions = await queue.PositionsAsync(cancellationToken);
        return [.. rows.Select(r => Summarize(r, positions))];
    }

    public async Task<RunDetails?> FindAsync(RunId id, CancellationToken cancellationToken = default)
    {
        await using PortalDb db = await databases.CreateDbContextAsync(cancellationToken);
        RunRow? row = await db
            .Runs.AsNoTracking()
            .Include(r => r.History)
            .SingleOrDefaultAsync(r => r.Id == id, cancellationToken);
        if (row is null)
        {
            return null;
        }

        ModelId? model = await db
            .Models.Where(m => m.RunId == id)
            .Select(m => (ModelId?)m.Id)
            .SingleOrDefaultAsync(cancellationToken);
        return new RunDetails(
            Summarize(row, await queue.PositionsAsync(cancellationToken)),
            row.Spec,
            [.. row.History.OrderBy(c => c.Id).Select(c => new StatusChange(c.Status, c.At, c.Message))],
            row.Failure,
            row.FailureMessage,
            row.Result,
            model
        );
    }

    public async Task<RunSnapshot?> SnapshotAsync(RunId id, CancellationToken cancellationToken = default)
    {
        // The events first: a status read before them could be older than the last of them.
        IReadOnlyList<RunEvent> events = await new RunEventLog(RunFile(id, RunFiles.Events)).ReadNewAsync(cancellationToken);
        return await FindAsync(id, cancellationToken) is { } details ? new RunSnapshot(details, events) : null;
    }

    public async Task<EvaluationReport?> EvaluationAsync(RunId id, CancellationToken cancellationToken = default) =>
        await FindAsync(id, cancellationToken) is { Summary.Status: RunStatus.Succeeded }
            ? await AtomicFile.ReadJsonAsync<EvaluationReport>(RunFile(id, RunFiles.Evaluation), cancellationToken)
            : null;

    public Task<RunId> EnqueueAsync(DatasetId dataset, RunSpec spec, CancellationToken cancellationToken = default) =>
        enqueuer.EnqueueAsync(dataset, spec, cancellationToken);

    public async Task CancelAsync(RunId id, CancellationToken cancellationToken = default)
    {
        RunStatus status = await statuses.MoveAsync(id, AfterCancel, cancellationToken: cancellationToken);
        if (status == RunStatus.Cancelling)
        {
            stops.Request(id);
        }
    }

    public Task RestartAsync(RunId id, CancellationToken cancellationToken = default) =>
        enqueuer.RestartAsync(id, cancellationToken);

    public IAsyncEnumerable<RunUpdate> WatchAsync(RunId? id, CancellationToken cancellationToken = default) =>
        bus.WatchAsync(id, cancellationToken);

    public Task<IReadOnlyList<DeviceInfo>> DevicesAsync(CancellationToken cancellationToken = default) =>
        devices.ListAsync(cancellationToken);

    public Task<IReadOnlyList<BackboneOffer>> BackbonesAsync(CancellationToken cancellationToken = default) =>
        backbones.ListAsync(cancellationToken);

    private static RunStatus AfterCancel(RunStatus present) =>
        present switch
        {
            RunStatus.Queued => RunStatus.Cancelled,
            RunStatus.Running => RunStatus.Cancelling,
            RunStatus.Cancelling => throw Refused("This run is being stopped already; it ends after the step it is in."),
            RunStatus.Cancelled => throw Refused("This run was cancelled already."),
            _ => throw Refused("This run has ended, so there is nothing to cancel."),
        };

    private static RequestRefusedException Refused(string sentence) => new(RefusalKind.Conflict, sentence);

    private string RunFile(RunId id, string file) => Path.Combine(folder.Run(id), file);

    private static RunSummary Summarize(RunRow row, IReadOnlyDictionary<RunId, int> positions) =>
        new(
            row.Id,
            row.Name,
            row.DatasetId,
            row.DatasetName,
            row.Spec.Backbone,
            TrainingStrategy.Format(row.Spec),
            row.Status,
            positions.TryGetValue(row.Id, out int position) ? position : null,
            row.Result?.AccuracyTop1,
            row.CreatedAt,
            row.Owner
        );
}
