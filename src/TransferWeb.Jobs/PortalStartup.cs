using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using TransferWeb.Jobs.Datasets;
using TransferWeb.Jobs.Runs;
using TransferWeb.Storage;
using TransferWeb.Storage.Files;

namespace TransferWeb.Jobs;

/// <summary>Prepares the storage before the site listens and before any job runs, and takes up afterwards what was waiting.</summary>
internal sealed class PortalStartup(
    DataFolder folder,
    IDbContextFactory<PortalDb> databases,
    StartupRecovery recovery,
    DatasetChecker checker
) : IHostedLifecycleService, IDisposable
{
    private IDisposable? held;
    private IDisposable? open;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        held = folder.Lock();
        await StorageSetup.PrepareAsync(folder, databases, cancellationToken);
        open = StorageSetup.HoldOpen(folder);
        await recovery.InterruptRunsAsync(cancellationToken);
    }

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        await recovery.WakeQueuedAsync(cancellationToken);
        await checker.ResumeAsync(cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        open?.Dispose();
        held?.Dispose();
    }
}
