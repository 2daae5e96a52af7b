using System.Collections.Concurrent;
using TransferWeb.Core;
using TransferWeb.Core.Datasets;
using TransferWeb.Core.Metrics;
using TransferWeb.Storage.Files;

namespace TransferWeb.Jobs.Datasets;

/// <summary>Writes revisions, which never change after that, and keeps the few that were read last in memory.</summary>
public sealed class RevisionStore(DataFolder folder)
{
    private const int Kept = 8;
    private readonly ConcurrentDictionary<(DatasetId, int), DatasetRevision> recent = new();

    /// <summary>Writes the listing and the worker's split file.</summary>
    /// <returns>SHA-256 of the listing.</returns>
    public async Task<string> WriteAsync(DatasetId dataset, DatasetRevision revision, CancellationToken cancellationToken)
    {
        await AtomicFile.WriteJsonAsync(folder.RevisionSplit(dataset, revision.Number), SplitOf(revision), cancellationToken);
        return await AtomicFile.WriteJsonAsync(folder.Revision(dataset, revision.Number), revision, cancellationToken);
    }

    /// <summary>Reads a revision, or null where it is gone.</summary>
    public async Task<DatasetRevision?> ReadAsync(DatasetId dataset, int number, CancellationToken cancellationToken)
    {
        if (recent.TryGetValue((dataset, number), out DatasetRevision? revision))
        {
            return revision;
        }

        revision = await AtomicFile.ReadJsonAsync<DatasetRevision>(folder.Revision(dataset, number), cancellationToken);
        if (revision is not null)
        {
            if (recent.Count >= Kept)
            {
                recent.Clear();
            }

            recent[(dataset, number)] = revision;
        }

        return revision;
    }

    /// <summary>Forgets a data set that is being removed.</summary>
    public void Forget(DatasetId dataset)
    {
        foreach ((DatasetId Dataset, int Number) key in recent.Keys.Where(k => k.Item1 == dataset))
        {
            recent.TryRemove(key, out _);
        }
    }

    private static SplitFile SplitOf(DatasetRevision revision)
    {
        IReadOnlyList<string> Paths(Split split) => [.. revision.Samples.Where(s => s.Split == split).Select(s => s.Path)];
        return new SplitFile
        {
            Train = Paths(Split.Train),
            Validation = Paths(Split.Validation),
            Test = Paths(Split.Test),
        };
    }
}
