using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using TransferWeb.Core;
using TransferWeb.Core.Datasets;
using TransferWeb.Core.Metrics;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;
using TransferWeb.Storage.Entities;

namespace TransferWeb.Storage;

/// <summary>The portal's database: what is listed, queued and published. Pictures, events and weights are files (<see cref="Files.DataFolder"/>).</summary>
public sealed class PortalDb(DbContextOptions<PortalDb> options) : DbContext(options)
{
    public DbSet<DatasetRow> Datasets => Set<DatasetRow>();

    public DbSet<RevisionRow> Revisions => Set<RevisionRow>();

    public DbSet<RunRow> Runs => Set<RunRow>();

    public DbSet<StatusChangeRow> RunStatusChanges => Set<StatusChangeRow>();

    public DbSet<MetricRow> Metrics => Set<MetricRow>();

    public DbSet<ModelRow> Models => Set<ModelRow>();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(PortalDb).Assembly);

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DatasetId>().HaveConversion<DatasetIdConverter>();
        configurationBuilder.Properties<RunId>().HaveConversion<RunIdConverter>();
        configurationBuilder.Properties<ModelId>().HaveConversion<ModelIdConverter>();
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
        configurationBuilder.Properties<DatasetStatus>().HaveConversion<string>();
        configurationBuilder.Properties<RunStatus>().HaveConversion<string>();
        configurationBuilder.Properties<RunFailure>().HaveConversion<string>();
        configurationBuilder.Properties<Split>().HaveConversion<string>();
    }

    private sealed class DatasetIdConverter() : ValueConverter<DatasetId, Guid>(id => id.Value, value => new DatasetId(value));

    private sealed class RunIdConverter() : ValueConverter<RunId, Guid>(id => id.Value, value => new RunId(value));

    private sealed class ModelIdConverter() : ValueConverter<ModelId, Guid>(id => id.Value, value => new ModelId(value));

    // SQLite cannot order by a time with an offset; every time here is UTC, so the offset carries nothing.
    private sealed class UtcConverter()
        : ValueConverter<DateTimeOffset, DateTime>(
            time => time.UtcDateTime,
            value => new DateTimeOffset(DateTime.SpecifyKind(value, DateTimeKind.Utc))
        );
}
