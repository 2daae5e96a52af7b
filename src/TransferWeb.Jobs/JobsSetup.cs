using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Quartz;
using TransferWeb.Core.Portal;
using TransferWeb.Jobs.Datasets;
using TransferWeb.Jobs.Execution;
using TransferWeb.Jobs.Models;
using TransferWeb.Jobs.Runs;
using TransferWeb.Jobs.Workers;
using TransferWeb.Storage.Files;

namespace TransferWeb.Jobs;

/// <summary>Registers the portal's services and the scheduler that carries its runs.</summary>
public static class JobsSetup
{
    // A run holds a thread while it trains, one for each device; the rest answer calls that come out of turn.
    private const int SchedulerThreads = 16;

    /// <summary>
    /// Registers <see cref="IDatasetCatalog"/>, <see cref="IRunCatalog"/>, <see cref="IModelGallery"/> and what they need. The caller registers storage,
    /// <see cref="Core.ICurrentUser"/> and <see cref="TimeProvider"/>.
    /// </summary>
    public static IServiceCollection AddTransferWebJobs(this IServiceCollection services, DataFolder folder, JobSettings settings)
    {
        services.AddSingleton(settings.Uploads);
        services.AddSingleton(settings.Prediction);
        services.AddSingleton(settings.Stop);
        services.AddSingleton<IWorkerLauncher>(new WorkerLauncher(settings.WorkerPath, folder));
        services.AddSingleton<BackboneDirectory>();
        services.AddSingleton<DeviceInventory>();
        services.AddSingleton<WorkerPool>();
        AddDatasets(services);
        AddRuns(services);
        services.AddSingleton<ModelPublisher>();
        services.AddSingleton<IModelGallery, ModelGallery>();
        services.AddHostedService<PortalStartup>();
        AddScheduler(services, folder);
        return services;
    }

    private static void AddDatasets(IServiceCollection services)
    {
        services.AddSingleton<IUploadDisk, UploadDisk>();
        services.AddSingleton<UploadReceiver>();
        services.AddSingleton<RevisionStore>();
        services.AddSingleton<DatasetProgressBoard>();
        services.AddSingleton<DatasetLocks>();
        services.AddSingleton<DatasetChecker>();
        services.AddSingleton<SampleDataset>();
        services.AddSingleton<IDatasetCatalog, DatasetCatalog>();
    }

    private static void AddRuns(IServiceCollection services)
    {
        services.AddSingleton<RunEventBus>();
        services.AddSingleton<MetricStore>();
        services.AddSingleton<RunEventPump>();
        services.AddSingleton(FullDiskPatience.Default);
        services.AddSingleton<RunStatusStore>();
        services.AddSingleton<RunStops>();
        services.AddSingleton<DeviceLease>();
        services.AddSingleton<IRunTrigger, QuartzRunTrigger>();
        services.AddSingleton<RunQueue>();
        services.AddSingleton<RunEnqueuer>();
        services.AddSingleton<StartupRecovery>();
        services.AddSingleton<IRunExecutor, ProcessRunExecutor>();
        services.AddSingleton<IRunCatalog, RunCatalog>();
    }

    private static void AddScheduler(IServiceCollection services, DataFolder folder)
    {
        string connection = new SqliteConnectionStringBuilder { DataSource = folder.JobDatabase }.ConnectionString;
        services.AddQuartz(quartz =>
        {
            // A stop of the portal must reach the runs, or it waits for their end.
            quartz.ConfigureScheduler(scheduler => scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always);
            quartz.UseDefaultThreadPool(SchedulerThreads);
            quartz.UsePersistentStore(store =>
            {
                store.UseSystemTextJsonSerializer();
                store.ProvisionSchema();
                store.UseSqlite(SqliteFactory.Instance, connection);
            });
            quartz.AddJob<TrainRunJob>(job => job.WithIdentity(TrainRunJob.Key).StoreDurably());
        });
        services.AddQuartzHostedService(host => host.WaitForJobsToComplete = true);
    }
}

/// <summary>What the jobs are told from outside.</summary>
/// <param name="WorkerPath">The worker's executable, or its <c>.dll</c>.</param>
/// <param name="Uploads">What is stored of an upload at most.</param>
/// <param name="Prediction">How long an answer about a picture may take.</param>
/// <param name="Stop">How long a worker may take to stop.</param>
public sealed record JobSettings(string WorkerPath, UploadLimits Uploads, PredictionPatience Prediction, StopPatience Stop);
