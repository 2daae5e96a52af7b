using Microsoft.EntityFrameworkCore;
using TransferWeb.Core;
using TransferWeb.Core.Metrics;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;
using TransferWeb.Storage.Entities;

namespace TransferWeb.Storage.Tests;

public sealed class PortalDbTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.FromHours(2));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Model_AgainstItsMigrations_HasNoPendingChanges()
    {
        await using TestDatabase database = await TestDatabase.CreateAsync();
        await using PortalDb db = database.CreateDbContext();

        Assert.False(db.Database.HasPendingModelChanges());
        Assert.Empty(await db.Database.GetPendingMigrationsAsync(Cancel));
    }

    [Fact]
    public async Task Prepare_RunTwice_KeepsRowsAndUsesWriteAheadLog()
    {
        await using TestDatabase database = await TestDatabase.CreateAsync();
        DatasetRow row = await AddDatasetAsync(database);

        await StorageSetup.PrepareAsync(database.Folder, database, Cancel);

        await using PortalDb db = database.CreateDbContext();
        Assert.Equal(row.Id, (await db.Datasets.SingleAsync(Cancel)).Id);
        Assert.Equal("wal", (await db.Database.SqlQueryRaw<string>("PRAGMA journal_mode").ToListAsync(Cancel)).Single());
        Assert.Equal(10000, (await db.Database.SqlQueryRaw<int>("PRAGMA busy_timeout").ToListAsync(Cancel)).Single());
    }

    [Fact]
    public async Task Prepare_AfterAKillDuringAMigration_DoesNotWaitForItsLock()
    {
        await using TestDatabase database = await TestDatabase.CreateAsync();
        await using (PortalDb db = database.CreateDbContext())
        {
            await db.Database.EnsureDeletedAsync(Cancel);
            await db.Database.ExecuteSqlRawAsync(
                "CREATE TABLE \"__EFMigrationsLock\" (\"Id\" INTEGER NOT NULL PRIMARY KEY, \"Timestamp\" TEXT NOT NULL); INSERT INTO \"__EFMigrationsLock\" VALUES (1, '2026-01-01');",
                Cancel
            );
        }

        await StorageSetup.PrepareAsync(database.Folder, database, Cancel).WaitAsync(TimeSpan.FromSeconds(30), Cancel);

        await using PortalDb after = database.CreateDbContext();
        Assert.Empty(await after.Database.GetPendingMigrationsAsync(Cancel));
    }

    [Fact]
    public async Task Run_WrittenAndRead_KeepsItsDocumentsAndUtcTimes()
    {
        await using TestDatabase database = await TestDatabase.CreateAsync();
        DatasetRow dataset = await AddDatasetAsync(database);
        RunRow run = Run(dataset.Id);
        await SaveAsync(database, run);

        await using PortalDb db = database.CreateDbContext();
        RunRow read = await db.Runs.Include(r => r.History).SingleAsync(Cancel);

        Assert.Equal(run.Spec, read.Spec);
        Assert.Equal(run.Result, read.Result);
        Assert.Equal(Noon, read.CreatedAt);
        Assert.Equal(TimeSpan.Zero, read.CreatedAt.Offset);
    }

    [Fact]
    public async Task Run_ChangedByTwoAtOnce_RefusesTheSecond()
    {
        await using TestDatabase database = await TestDatabase.CreateAsync();
        await SaveAsync(database, Run(null));
        await using PortalDb first = database.CreateDbContext();
        await using PortalDb second = database.CreateDbContext();
        RunRow seenByFirst = await first.Runs.SingleAsync(Cancel);
        RunRow seenBySecond = await second.Runs.SingleAsync(Cancel);

        seenByFirst.Status = RunStatus.Running;
        await first.SaveChangesAsync(Cancel);
        seenBySecond.Status = RunStatus.Cancelled;

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => second.SaveChangesAsync(Cancel));
    }

    [Fact]
    public async Task Dataset_Deleted_LeavesItsRunsAndModelsWithoutIt()
    {
        await using TestDatabase database = await TestDatabase.CreateAsync();
        DatasetRow dataset = await AddDatasetAsync(database);
        RunRow run = Run(dataset.Id);
        await SaveAsync(database, run);
        await SaveAsync(database, Model(run.Id, dataset.Id));

        await using (PortalDb db = database.CreateDbContext())
        {
            db.Datasets.Remove(await db.Datasets.SingleAsync(Cancel));
            await db.SaveChangesAsync(Cancel);
        }

        await using PortalDb after = database.CreateDbContext();
        Assert.Null((await after.Runs.SingleAsync(Cancel)).DatasetId);
        ModelRow model = await after.Models.SingleAsync(Cancel);
        Assert.Null(model.DatasetId);
        Assert.Equal(["cat", "dög"], model.Classes);
    }

    [Fact]
    public async Task Model_OfARunPublishedTwice_IsRefused()
    {
        await using TestDatabase database = await TestDatabase.CreateAsync();
        RunRow run = Run(null);
        await SaveAsync(database, run);
        await SaveAsync(database, Model(run.Id, null));

        await Assert.ThrowsAsync<DbUpdateException>(() => SaveAsync(database, Model(run.Id, null)));
    }

    [Fact]
    public async Task Sample_MadeTwice_IsRefused()
    {
        await using TestDatabase database = await TestDatabase.CreateAsync();
        await SaveAsync(database, Dataset(isSample: true));

        await Assert.ThrowsAsync<DbUpdateException>(() => SaveAsync(database, Dataset(isSample: true)));
        await SaveAsync(database, Dataset(isSample: false));
        await SaveAsync(database, Dataset(isSample: false));
    }

    [Fact]
    public async Task Writers_ManyAtOnce_AllGetTheirTurn()
    {
        await using TestDatabase database = await TestDatabase.CreateAsync();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => AddDatasetAsync(database))));

        await using PortalDb db = database.CreateDbContext();
        Assert.Equal(16, await db.Datasets.CountAsync(Cancel));
    }

    private static async Task<DatasetRow> AddDatasetAsync(TestDatabase database)
    {
        DatasetRow row = Dataset(isSample: false);
        await SaveAsync(database, row);
        return row;
    }

    private static async Task SaveAsync(TestDatabase database, object row)
    {
        await using PortalDb db = database.CreateDbContext();
        db.Add(row);
        await db.SaveChangesAsync(Cancel);
    }

    private static DatasetRow Dataset(bool isSample) =>
        new()
        {
            Id = DatasetId.New(),
            Name = "Käfer",
            Status = DatasetStatus.Empty,
            CreatedAt = Noon,
            Owner = "local",
            IsSample = isSample,
        };

    private static RunRow Run(DatasetId? dataset) =>
        new()
        {
            Id = RunId.New(),
            Name = "run",
            DatasetId = dataset,
            DatasetName = "Käfer",
            Revision = 1,
            Spec = new RunSpec
            {
                Backbone = "resnet18",
                Data = new DataSpec { Folder = "f" },
                Freezing = FreezePolicy.LastStages(2),
            },
            Status = RunStatus.Queued,
            Device = "cpu",
            QueuedAt = Noon,
            CreatedAt = Noon,
            Owner = "local",
            Result = new RunCompleted(0.9, Split.Test, 70, 15, 15, 0.95, 0.9, 3, 12.5, "m"),
        };

    private static ModelRow Model(RunId run, DatasetId? dataset) =>
        new()
        {
            Id = ModelId.New(),
            RunId = run,
            DatasetId = dataset,
            Name = "m",
            Description = "",
            Backbone = "resnet18",
            Classes = ["cat", "dög"],
            Accuracy = 0.9,
            AccuracyLow = 0.8,
            AccuracyHigh = 0.95,
            EvaluatedImages = 15,
            Licence = "BSD-3-Clause",
            WeightsSha256 = new string('0', 64),
            SizeBytes = 1,
            PublishedAt = Noon,
            Owner = "local",
        };
}
