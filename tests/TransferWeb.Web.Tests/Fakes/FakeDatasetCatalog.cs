using System.Runtime.CompilerServices;
using TransferWeb.Core;
using TransferWeb.Core.Datasets;
using TransferWeb.Core.Portal;

namespace TransferWeb.Web.Tests.Fakes;

/// <summary>Data sets in memory. <see cref="Problem"/> makes every call refuse.</summary>
internal sealed class FakeDatasetCatalog : IDatasetCatalog
{
    private readonly Dictionary<DatasetId, DatasetDetails> sets = [];

    public string? Problem { get; set; }

    public DatasetDetails Add(DatasetDetails set)
    {
        sets[set.Id] = set;
        return set;
    }

    public Task<IReadOnlyList<DatasetSummary>> ListAsync(CancellationToken cancellationToken = default)
    {
        Refuse();
        return Task.FromResult<IReadOnlyList<DatasetSummary>>([
            .. sets.Values.Select(s => new DatasetSummary(
                s.Id,
                s.Name,
                s.Status,
                s.Pictures,
                s.Classes.Count,
                s.CreatedAt,
                s.Owner,
                s.Classes.Count == 0 ? null : s.Classes[0].Examples[0]
            )),
        ]);
    }

    public Task<DatasetDetails?> FindAsync(DatasetId id, CancellationToken cancellationToken = default)
    {
        Refuse();
        return Task.FromResult(sets.GetValueOrDefault(id));
    }

    public Task<DatasetRevision?> RevisionAsync(DatasetId id, CancellationToken cancellationToken = default) =>
        Task.FromResult<DatasetRevision?>(null);

    public Task<DatasetId> CreateAsync(string name, string? useCase, CancellationToken cancellationToken = default)
    {
        Refuse();
        DatasetDetails made = Samples.Dataset(status: DatasetStatus.Empty) with { Name = name, UseCase = useCase, Classes = [] };
        return Task.FromResult(Add(made).Id);
    }

    public Task<DatasetId> OpenSampleAsync(CancellationToken cancellationToken = default)
    {
        Refuse();
        DatasetDetails sample = sets.Values.FirstOrDefault(s => s.IsSample) ?? Add(Samples.Dataset() with { IsSample = true });
        return Task.FromResult(sample.Id);
    }

    public Task<UploadReceipt> AddArchiveAsync(DatasetId id, Stream archive, CancellationToken cancellationToken = default) =>
        Task.FromResult(new UploadReceipt(1, []));

    public Task<UploadReceipt> AddFileAsync(
        DatasetId id,
        Stream content,
        string relativePath,
        CancellationToken cancellationToken = default
    ) => Task.FromResult(new UploadReceipt(1, []));

    public Task StartCheckAsync(DatasetId id, CancellationToken cancellationToken = default)
    {
        Refuse();
        sets[id] = Samples.Dataset(id, DatasetStatus.Checking) with { Name = sets[id].Name };
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<DatasetProgress> WatchAsync(
        DatasetId id,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        yield return new(id, DatasetStatus.Checking, 120, 240, 2, null);
        await Task.Yield();
        sets[id] = Samples.Dataset(id) with { Name = sets[id].Name };
        yield return new(id, DatasetStatus.Ready, 240, 240, 0, null);
    }

    public Task RenameAsync(DatasetId id, string name, CancellationToken cancellationToken = default)
    {
        Refuse();
        sets[id] = sets[id] with { Name = name };
        return Task.CompletedTask;
    }

    public Task DeleteAsync(DatasetId id, CancellationToken cancellationToken = default)
    {
        Refuse();
        sets.Remove(id);
        return Task.CompletedTask;
    }

    public string? ThumbnailFile(DatasetId id, string picturePath) => null;

    private void Refuse()
    {
        if (Problem is not null)
        {
            throw new RequestRefusedException(RefusalKind.Conflict, Problem);
        }
    }
}
