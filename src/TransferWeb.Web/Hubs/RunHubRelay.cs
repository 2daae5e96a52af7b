using Microsoft.AspNetCore.SignalR;
using TransferWeb.Core.Portal;

namespace TransferWeb.Web.Hubs;

/// <summary>Carries what happens to runs from the bus to the hub's groups.</summary>
internal sealed class RunHubRelay(IRunCatalog runs, IHubContext<RunHub, IRunHubClient> hub, ILogger<RunHubRelay> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (RunUpdate update in runs.WatchAsync(id: null, stoppingToken))
            {
                await SendAsync(update);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The portal stops.
        }
    }

    private async Task SendAsync(RunUpdate update)
    {
        try
        {
            await hub.Clients.Group(RunHub.Group(update.Id)).RunUpdated(update);
        }
        catch (Exception exception)
        {
            log.LogError(exception, "An update of run {Run} did not reach the hub's clients", update.Id);
        }
    }
}
