using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using TransferWeb.Core;
using TransferWeb.Core.Datasets;
using TransferWeb.Core.Portal;
using TransferWeb.Jobs.Execution;
using TransferWeb.Storage;
using TransferWeb.Storage.Entities;
using TransferWeb.Storage.Files;

namespace TransferWeb.Jobs.Datasets;

/// <summary>Checks data sets in the background, one after the other: a worker opens every picture, and what it found becomes a revision.</summary>
internal sealed class DatasetChecker(
    IDbContextFactory<PortalDb> databases,
    IWorkerLauncher launcher,
    DataFolder folder,
    RevisionStore revisions,
    DatasetProgressBoard board,
    TimeProvider time,
    ILogger<DatasetChecker> log
) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(12);
    private readonly ConcurrentDictionary<DatasetId, Check> running = new();
    private readonly SemaphoreSlim turn = new(1);
    private readonly CancellationTokenSource stopped = new();

    /// <summary>Whether a check of the data set is going on or waiting for its turn.</summary>
    public bool IsChecking(DatasetId id) => running.ContainsKey(id);

    /// <summary>Starts a check. The caller holds the data set's lock.</summary>
    /// <exception cref="RequestRefusedException">One is going on, or there are no pictures.</exception>
    public async Task StartAsync(DatasetId id, CancellationToken cancellationToken)
    {
        int files = new PictureFolder(folder.Pictures(id)).Count;
        if (files == 0)
        {
            throw new RequestRefusedException(
                RefusalKind.Conflict,
                "There are no pictures yet. Upload a folder of pictures for each class."
            );
        }

        Check check = new(CancellationTokenSource.CreateLinkedTokenSource(stopped.Token));
        if (!running.TryAdd(id, check))
        {
            throw new RequestRefusedException(RefusalKind.Conflict, "The pictures are being checked already.");
        }

        try
        {
            await SetStatusAsync(id, row => (row.Status, row.Message) = (DatasetStatus.Checking, null), cancellationToken);
        }
        catch
        {
            running.TryRemove(id, out _);
            throw;
        }

        board.Post(new DatasetProgress(id, DatasetStatus.Checking, 0, files, null, null));
        check.Work = Task.Run(() => CheckAsync(id, files, check.Stop.Token), CancellationToken.None);
    }

    /// <summary>Takes up again the checks that a stop of the portal cut off.</summary>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        await using PortalDb db = await databases.CreateDbContextAsync(cancellationToken);
        List<DatasetId> cutOff = await db
            .Datasets.Where(d => d.Status == DatasetStatus.Checking)
            .Select(d => d.Id)
            .ToListAsync(cancellationToken);
        foreach (DatasetId id in cutOff)
        {
            await StartAsync(id, cancellationToken);
        }
    }

    /// <summary>Stops the check of a data set, if there is one, and waits for its end.</summary>
    public async Task StopAsync(DatasetId id)
    {
        if (running.TryGetValue(id, out Check? check))
        {
            await check.Stop.CancelAsync();
            await check.Work;
        }
    }

    /// <summary>Stops all checks. They are taken up again at the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        if (stopped.IsCancellationRequested)
        {
            return;
        }

        await stopped.CancelAsync();
        await Task.WhenAll(running.Values.Select(c => c.Work));
        stopped.Dispose();
        turn.Dispose();
    }

    private async Task CheckAsync(DatasetId id, int files, CancellationToken cancellationToken)
    {
        DatasetProgress last;
        try
        {
            await turn.WaitAsync(cancellationToken);
            try
            {
                DatasetInspection inspection = await InspectAsync(id, cancellationToken);
                last = await ConcludeAsync(id, inspection, cancellationToken);
            }
            finally
            {
                turn.Release();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            last = new DatasetProgress(id, DatasetStatus.Unusable, 0, files, null, "The check was stopped.");
        }
        catch (Exception exception)
        {
            log.LogError(exception, "The check of data set {Dataset} failed", id);
            string sentence =
                exception is RequestRefusedException
                    ? exception.Message
                    : $"The check failed: {exception.Message} Check the pictures again; the log has the details.";
            await SetStatusAsync(
                id,
                row => (row.Status, row.Message) = (DatasetStatus.Unusable, sentence),
                CancellationToken.None
            );
            last = new DatasetProgress(id, DatasetStatus.Unusable, 0, files, null, sentence);
        }

        running.TryRemove(id, out _);
        board.Post(last);
    }

    private async Task<DatasetInspection> InspectAsync(DatasetId id, CancellationToken cancellationToken)
    {
        string report = Path.Combine(folder.Uploads, $"{Guid.NewGuid():N}.inspection.json");
        try
        {
            WorkerCommand command = WorkerCommand.InBackground(
                "inspect",
                "--data",
                folder.Pictures(id),
                "--out",
                report,
                "--thumbnails",
                folder.Thumbnails(id),
                "--json"
            );
            await launcher.RunAsync(command, Patience, line => Report(id, line), cancellationToken);
            return await AtomicFile.ReadJsonAsync<DatasetInspection>(report, cancellationToken)
                ?? throw new InvalidDataException("The training program left no report of the pictures.");
        }
        finally
        {
            File.Delete(report);
        }
    }

    private void Report(DatasetId id, string line)
    {
        try
        {
            if (JsonSerializer.Deserialize<InspectionProgress>(line, TransferWebJson.Line) is { } progress)
            {
                board.Post(
                    new DatasetProgress(
                        id,
                        DatasetStatus.Checking,
                        progress.Done,
                        progress.Total,
                        progress.RemainingSeconds,
                        null
                    )
                );
            }
        }
        catch (JsonException)
        {
            log.LogWarning("The check of data set {Dataset} wrote a line that is no progress: {Line}", id, line);
        }
    }

    private async Task<DatasetProgress> ConcludeAsync(
        DatasetId id,
        DatasetInspection inspection,
        CancellationToken cancellationToken
    )
    {
        await using PortalDb db = await databases.CreateDbContextAsync(cancellationToken);
        DatasetRow row = await db.Datasets.SingleAsync(d => d.Id == id, cancellationToken);
        DatasetRevision? earlier = row.Revision is { } present ? await revisions.ReadAsync(id, present, cancellationToken) : null;
        CheckedDataset checkedSet = RevisionBuilder.Build((row.Revision ?? 0) + 1, time.GetUtcNow(), inspection, earlier);
        await AtomicFile.WriteJsonAsync(folder.CheckReport(id), checkedSet.Report, cancellationToken);
        row.Message = checkedSet.Message;
        row.Status = checkedSet.Revision is null ? DatasetStatus.Unusable : DatasetStatus.Ready;
        if (checkedSet.Revision is { } revision)
        {
            string hash = await revisions.WriteAsync(id, revision, cancellationToken);
            row.Revision = revision.Number;
            row.Pictures = revision.Samples.Count;
            row.Classes = revision.Classes.Count;
            row.CoverPath = revision.Samples[0].Path;
            db.Revisions.Add(
                new RevisionRow
                {
                    DatasetId = id,
                    Number = revision.Number,
                    Pictures = revision.Samples.Count,
                    Classes = revision.Classes.Count,
                    Sha256 = hash,
                    CreatedAt = revision.CreatedAt,
                }
            );
        }

        await db.SaveChangesAsync(cancellationToken);
        int files = inspection.Samples.Count + inspection.Problems.Count(p => p.LeftOut);
        return new DatasetProgress(id, row.Status, files, files, 0, row.Message);
    }

    private async Task SetStatusAsync(DatasetId id, Action<DatasetRow> change, CancellationToken cancellationToken)
    {
        await using PortalDb db = await databases.CreateDbContextAsync(cancellationToken);
        if (await db.Datasets.SingleOrDefaultAsync(d => d.Id == id, cancellationToken) is { } row)
        {
            change(row);
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    private sealed record InspectionProgress(int Done, int Total, double? RemainingSeconds);

    private sealed class Check(CancellationTokenSource stop)
    {
        public CancellationTokenSource Stop { get; } = stop;

        public Task Work { get; set; } = Task.CompletedTask;
    }
}
