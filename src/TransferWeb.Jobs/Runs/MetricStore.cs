using Microsoft.EntityFrameworkCore;
using TransferWeb.Core;
using TransferWeb.Core.Metrics;
using TransferWeb.Storage;
using TransferWeb.Storage.Entities;

namespace TransferWeb.Jobs.Runs;

/// <summary>The recorded numbers of all runs, for comparing them without reading their events.</summary>
public sealed class MetricStore(IDbContextFactory<PortalDb> databases)
{
    /// <summary>Adds numbers of a run, in one transaction. NaN is left out, since SQLite cannot hold it.</summary>
    public async Task AddAsync(RunId run, IEnumerable<MetricPoint> points, CancellationToken cancellationToken = default)
    {
        await using PortalDb db = await databases.CreateDbContextAsync(cancellationToken);
        db.Metrics.AddRange(
            points
                .Where(p => !double.IsNaN(p.Value))
                .Select(p => new MetricRow
                {
                    RunId = run,
                    Name = p.Name,
                    Split = p.Split,
                    Step = p.Step,
                    Epoch = p.Epoch,
                    Value = p.Value,
                })
        );
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Forgets the numbers of a run that goes on after a step: it will tell the later ones once more.</summary>
    public async Task ForgetAfterAsync(RunId run, long step, CancellationToken cancellationToken = default)
    {
        await using PortalDb db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Metrics.Where(m => m.RunId == run && m.Step > step).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Forgets the numbers of a run that begins anew.</summary>
    public async Task ClearAsync(RunId run, CancellationToken cancellationToken = default)
    {
        await using PortalDb db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Metrics.Where(m => m.RunId == run).ExecuteDeleteAsync(cancellationToken);
    }
}
