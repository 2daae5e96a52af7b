using System.Collections.Concurrent;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TransferWeb.Core;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;
using TransferWeb.Jobs.Datasets;
using TransferWeb.Jobs.Execution;
using TransferWeb.Jobs.Runs;
using TransferWeb.Jobs.Workers;
using TransferWeb.Storage;
using TransferWeb.Storage.Files;

namespace TransferWeb.Jobs.Tests;

/// <summary>All services of a portal with fake workers, without a site and without a scheduler: tests call the jobs themselves.</summary>
internal sealed class TestPortal : IAsyncDisposable
{
    private readonly IDisposable? owned;
    private IDisposable? open;
    private readonly ServiceProvider services;

    private TestPortal(string root, IDisposable? owned, UploadLimits limits, bool realDisk = false)
    {
        this.owned = owned;
        Folder = new DataFolder(root);
        ServiceCollection collection = new();
        collection.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        collection.AddSingleton<TimeProvider>(Time);
        collection.AddSingleton<ICurrentUser>(new Somebody());
        collection.AddTransferWebStorage(Folder);
        StopPatience patience = new(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        collection.AddTransferWebJobs(
            Folder,
            new JobSettings("none", limits, new PredictionPatience(TimeSpan.FromSeconds(20)), patience)
        );
        collection.AddSingleton<IWorkerLauncher>(Workers);
        collection.AddSingleton<IRunTrigger>(Trigger);
        collection.AddSingleton<ILogger<RunStatusStore>>(StatusTrouble);
        collection.AddSingleton(new FullDiskPatience(TimeSpan.FromMilliseconds(1)));
        if (!realDisk)
        {
            collection.AddSingleton<IUploadDisk>(Disk);
        }

        services = collection.BuildServiceProvider();
    }

    public DataFolder Folder { get; }

    public FakeWorkers Workers { get; } = new();

    public FakeTrigger Trigger { get; } = new();

    public FakeDisk Disk { get; } = new();

    public SteppingTime Time { get; } = new();

    public FirstRemark StatusTrouble { get; } = new();

    public IDatasetCatalog Datasets => Get<IDatasetCatalog>();

    public IRunCatalog Runs => Get<IRunCatalog>();

    public IModelGallery Models => Get<IModelGallery>();

    public static async Task<TestPortal> CreateAsync(UploadLimits? limits = null)
    {
        TemporaryFolder temporary = new();
        return await PreparedAsync(new TestPortal(temporary.Path, temporary, limits ?? new UploadLimits()));
    }

    /// <summary>A portal whose data folder is a small disk's, which uploads may fill to the last byte.</summary>
    public static Task<TestPortal> CreateAsync(SmallDisk disk) =>
        PreparedAsync(new TestPortal(disk.Combine("data"), null, new UploadLimits { ReserveBytes = 0 }, realDisk: true));

    /// <summary>Another portal on the same folder, as after a stop.</summary>
    public TestPortal StartAgain() => new(Folder.Root, owned, new UploadLimits());

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>A ready data set of two classes.</summary>
    public async Task<DatasetId> ReadyDatasetAsync()
    {
        DatasetId id = await Datasets.CreateAsync("Beetles", null);
        await using MemoryStream archive = Zips.Of([
            .. Enumerable.Range(0, 20).Select(i => ($"{(i % 2 == 0 ? "a" : "b")}/{i}.jpg", $"{i}")),
        ]);
        await Datasets.AddArchiveAsync(id, archive);
        await Datasets.StartCheckAsync(id);
        await foreach (DatasetProgress _ in Datasets.WatchAsync(id)) { }
        return id;
    }

    public async Task<RunId> QueuedRunAsync(string device = "cpu")
    {
        DatasetId dataset = await ReadyDatasetAsync();
        return await Runs.EnqueueAsync(dataset, Spec(device));
    }

    public static RunSpec Spec(string device = "cpu") =>
        new()
        {
            Name = "First try",
            Backbone = "transferweb_mini",
            Data = new Core.Runs.DataSpec { Folder = "filled in" },
            Device = device,
        };

    /// <summary>Does what the scheduler does when it calls a run's job.</summary>
    public Task CarryOutAsync(RunId run, CancellationToken shutdown) =>
        ActivatorUtilities.CreateInstance<TrainRunJob>(services).CarryOutAsync(run, shutdown);

    public async Task<RunStatus> StatusAsync(RunId run) => (await Runs.FindAsync(run))!.Summary.Status;

    public string[] FilesIn(DatasetId dataset)
    {
        string pictures = Folder.Pictures(dataset);
        return Directory.Exists(pictures)
            ?
            [
                .. Directory
                    .GetFiles(pictures, "*", SearchOption.AllDirectories)
                    .Select(f => Path.GetRelativePath(pictures, f))
                    .Order(StringComparer.Ordinal),
            ]
            : [];
    }

    public string[] Staged() => Directory.GetFileSystemEntries(Folder.Uploads);

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        open?.Dispose();
        SqliteConnection.ClearAllPools();
        owned?.Dispose();
    }

    private static async Task<TestPortal> PreparedAsync(TestPortal portal)
    {
        await StorageSetup.PrepareAsync(portal.Folder, portal.Get<IDbContextFactory<PortalDb>>());
        portal.open = StorageSetup.HoldOpen(portal.Folder);
        return portal;
    }

    private sealed class Somebody : ICurrentUser
    {
        public string Id => "somebody";

        public string DisplayName => "Somebody";
    }
}

/// <summary>Records which runs were called.</summary>
internal sealed class FakeTrigger : IRunTrigger
{
    private readonly ConcurrentQueue<RunId> called = new();

    public IReadOnlyList<RunId> Called => [.. called];

    public Task TriggerAsync(RunId run, CancellationToken cancellationToken = default)
    {
        called.Enqueue(run);
        return Task.CompletedTask;
    }
}

/// <summary>A clock that a second passes on at each look, so that what comes later is later.</summary>
internal sealed class SteppingTime : TimeProvider
{
    private long seconds;

    public override DateTimeOffset GetUtcNow() =>
        DateTimeOffset.UnixEpoch.AddYears(56).AddSeconds(Interlocked.Increment(ref seconds));
}

/// <summary>A log that tells when something was written to it for the first time.</summary>
internal sealed class FirstRemark : ILogger<RunStatusStore>
{
    private readonly TaskCompletionSource written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Written => written.Task;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => written.TrySetResult();
}

/// <summary>A disk of any size, which may turn out to be full.</summary>
internal sealed class FakeDisk : IUploadDisk
{
    public long FreeBytes { get; set; } = long.MaxValue / 2;

    /// <summary>Whether every write finds the disk full, as the system's own full device does.</summary>
    public bool IsFull { get; set; }

    /// <summary>All that was written.</summary>
    public long Created { get; private set; }

    public Stream Create(string path)
    {
        Created++;
        if (!IsFull)
        {
            return new FileStream(path, FileMode.CreateNew);
        }

        File.WriteAllBytes(path, []);
        return new FileStream("/dev/full", FileMode.Open, FileAccess.Write);
    }
}

/// <summary>Makes archives.</summary>
internal static class Zips
{
    public static MemoryStream Of(params (string Name, string Content)[] files) =>
        Build(archive =>
        {
            foreach ((string name, string content) in files)
            {
                using Stream entry = archive.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(content));
            }
        });

    public static MemoryStream Build(Action<System.IO.Compression.ZipArchive> fill, Encoding? names = null)
    {
        MemoryStream stream = new();
        using (
            System.IO.Compression.ZipArchive archive = new(
                stream,
                System.IO.Compression.ZipArchiveMode.Create,
                leaveOpen: true,
                names
            )
        )
        {
            fill(archive);
        }

        stream.Position = 0;
        return stream;
    }
}
