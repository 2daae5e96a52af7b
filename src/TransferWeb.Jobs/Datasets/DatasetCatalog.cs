using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using TransferWeb.Core;
using TransferWeb.Core.Datasets;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;
using TransferWeb.Storage;
using TransferWeb.Storage.Entities;
using TransferWeb.Storage.Files;

namespace TransferWeb.Jobs.Datasets;

/// <inheritdoc cref="IDatasetCatalog"/>
internal sealed class DatasetCatalog(
    IDbContextFactory<PortalDb> databases,
    DataFolder folder,
    RevisionStore revisions,
    UploadReceiver uploads,
    DatasetChecker checker,
    DatasetProgressBoard board,
    SampleDataset sample,
    DatasetLocks locks,
    ICurrentUser user,
    TimeProvider time
) : IDatasetCatalog
{
    private const int MaximumNameLength = 120;

    public async Task<IReadOnlyList<DatasetSummary>> ListAsync(CancellationToken cancellationToken = default)
    {
        await using PortalDb db = await databases.CreateDbContextAsync(cancellationToken);
        List<DatasetRow> rows = await db
            .Datasets.AsNoTracking()
            .OrderByDescending(d => d.CreatedAt)
            .ThenByDescending(d => d.Id)
            .ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(d => new DatasetSummary(
                d.Id,
                d.Name,
                d.Status,
                d.Pictures,
                d.Classes,
                d.CreatedAt,
                d.Owner,
                d.CoverPath
            )),
        ];
    }

    public async Task<DatasetDetails?> FindAsync(DatasetId id, CancellationToken cancellationToken = default)
    {
        if (await RowAsync(id, cancellationToken) is not { } row)
        {
            return null;
        }

        CheckReport report =
            await AtomicFile.ReadJsonAsync<CheckReport>(folder.CheckReport(id), cancellationToken) ?? new CheckReport([], []);
        return new DatasetDetails(
            id,
            row.Name,
            row.UseCase,
            row.Status,
            row.Message,
            row.Revision,
            report.Classes,
            report.Problems,
            row.CreatedAt,
            row.Owner,
            row.IsSample
        );
    }

    public async Task<DatasetRevision?> RevisionAsync(DatasetId id, CancellationToken cancellationToken = default) =>
        await RowAsync(id, cancellationToken) is { Revision: { } number }
            ? await revisions.ReadAsync(id, number, cancellationToken)
            : null;

    public async Task<DatasetId> CreateAsync(string name, string? useCase, CancellationToken cancellationToken = default)
    {
        DatasetRow row = NewRow(CheckName(name), useCase, isSample: false);
        await AddAsync(row, cancellationToken);
        return row.Id;
    }

    public async Task<DatasetId> OpenSampleAsync(CancellationToken cancellationToken = default)
    {
        using IDisposable held = await locks.Sample.EnterAsync(cancellationToken);
        await using PortalDb db = await databases.CreateDbContextAsync(cancellationToken);
        if (await db.Datasets.AsNoTracking().SingleOrDefaultAsync(d => d.IsSample, cancellationToken) is { } existing)
        {
            return existing.Id;
        }

        DatasetRow row = NewRow(SampleDataset.Name, useCase: null, isSample: true);
        await sample.WriteAsync(folder.Pictures(row.Id), cancellationToken);
        await AddAsync(row, cancellationToken);
        await checker.StartAsync(row.Id, cancellationToken);
        return row.Id;
    }

    public async Task<UploadReceipt> AddArchiveAsync(DatasetId id, Stream archive, CancellationToken cancellationToken = default)
    {
        await RefuseUnlessOpenAsync(id, cancellationToken);
        return await uploads.ArchiveAsync(id, archive, () => EnterOpenAsync(id, cancellationToken), cancellationToken);
    }

    public async Task<UploadReceipt> AddFileAsync(
        DatasetId id,
        Stream content,
        string relativePath,
        CancellationToken cancellationToken = default
    )
    {
        await RefuseUnlessOpenAsync(id, cancellationToken);
        return await uploads.FileAsync(id, content, relativePath, () => EnterOpenAsync(id, cancellationToken), cancellationToken);
    }

    public async Task StartCheckAsync(DatasetId id, CancellationToken cancellationToken = default)
    {
        using IDisposable held = await locks.EnterAsync(id, cancellationToken);
        await RequireAsync(id, cancellationToken);
        await checker.StartAsync(id, cancellationToken);
    }

    public async IAsyncEnumerable<DatasetProgress> WatchAsync(
        DatasetId id,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        DatasetRow row = await RequireAsync(id, cancellationToken);
        if (board.Present(id) is null)
        {
            yield return new DatasetProgress(id, row.Status, row.Pictures, row.Pictures, null, row.Message);
            yield break;
        }

        await foreach (DatasetProgress progress in board.WatchAsync(id, cancellationToken))
        {
            yield return progress;
        }
    }

    public async Task RenameAsync(DatasetId id, string name, CancellationToken cancellationToken = default)
    {
        string checkedName = CheckName(name);
        await using PortalDb db = await databases.CreateDbContextAsync(cancellationToken);
        int changed = await db
            .Datasets.Where(d => d.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.Name, checkedName), cancellationToken);
        if (changed == 0)
        {
            throw NotFound();
        }
    }

    public async Task DeleteAsync(DatasetId id, CancellationToken cancellationToken = default)
    {
        using IDisposable held = await locks.EnterAsync(id, cancellationToken);
        await using PortalDb db = await databases.CreateDbContextAsync(cancellationToken);
        DatasetRow row = await db.Datasets.SingleOrDefaultAsync(d => d.Id == id, cancellationToken) ?? throw NotFound();
        List<string> users = await db
            .Runs.Where(r =>
                r.DatasetId == id
                && (r.Status == RunStatus.Queued || r.Status == RunStatus.Running || r.Status == RunStatus.Cancelling)
            )
            .Select(r => r.Name)
            .ToListAsync(cancellationToken);
        if (users.Count > 0)
        {
            throw new RequestRefusedException(
                RefusalKind.Conflict,
                $"The run '{users[0]}' still uses this data set. Wait for its end or cancel it, then delete the data set."
            );
        }

        await checker.StopAsync(id);
        db.Datasets.Remove(row);
        await db.SaveChangesAsync(CancellationToken.None);
        revisions.Forget(id);
        board.Remove(id);
        folder.Discard(folder.Dataset(id));
    }

    public string? ThumbnailFile(DatasetId id, string picturePath) =>
        DataFolder.FindInside(folder.Thumbnails(id), picturePath + ".jpg");

    private DatasetRow NewRow(string name, string? useCase, bool isSample) =>
        new()
        {
            Id = DatasetId.New(),
            Name = name,
            UseCase = useCase,
            Status = DatasetStatus.Empty,
            CreatedAt = time.GetUtcNow(),
            Owner = user.DisplayName,
            IsSample = isSample,
        };

    private async Task AddAsync(DatasetRow row, CancellationToken cancellationToken)
    {
        await using PortalDb db = await databases.CreateDbContextAsync(cancellationToken);
        db.Datasets.Add(row);
        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task<DatasetRow?> RowAsync(DatasetId id, CancellationToken cancellationToken)
    {
        await using PortalDb db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Datasets.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, cancellationToken);
    }

    private async Task<DatasetRow> RequireAsync(DatasetId id, CancellationToken cancellationToken) =>
        await RowAsync(id, cancellationToken) ?? throw NotFound();

    private async Task RefuseUnlessOpenAsync(DatasetId id, CancellationToken cancellationToken)
    {
        DatasetRow row = await RequireAsync(id, cancellationToken);
        if (row.Status == DatasetStatus.Checking)
        {
            throw new RequestRefusedException(
                RefusalKind.Conflict,
                "The pictures are being checked. Wait for the end of the check, then upload more."
            );
        }
    }

    private async Task<IDisposable> EnterOpenAsync(DatasetId id, CancellationToken cancellationToken)
    {
        IDisposable held = await locks.EnterAsync(id, cancellationToken);
        try
        {
            await RefuseUnlessOpenAsync(id, cancellationToken);
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private static string CheckName(string name) =>
        name.Trim() is { Length: > 0 and <= MaximumNameLength } trimmed
            ? trimmed
            : throw new RequestRefusedException(
                RefusalKind.Invalid,
                $"The name has {name.Trim().Length} characters. Give it 1 to {MaximumNameLength}."
            );

    private static RequestRefusedException NotFound() =>
        new(RefusalKind.NotFound, "There is no such data set; it may have been deleted.");
}
