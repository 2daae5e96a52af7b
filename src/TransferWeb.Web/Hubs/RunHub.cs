using Microsoft.AspNetCore.SignalR;
using TransferWeb.Core;
using TransferWeb.Core.Portal;

namespace TransferWeb.Web.Hubs;

/// <summary>What the hub calls on its clients. Public, since SignalR implements it at run time.</summary>
public interface IRunHubClient
{
    /// <summary>Something happened to a run the client follows.</summary>
    Task RunUpdated(RunUpdate update);
}

/// <summary><c>/hubs/runs</c>: the events of runs for scripts and other programs. The portal's own pages do not use it.</summary>
internal sealed class RunHub(IRunCatalog runs) : Hub<IRunHubClient>
{
    /// <summary>The group of a run.</summary>
    public static string Group(RunId run) => $"run:{run}";

    /// <summary>Follows a run from now on.</summary>
    public async Task Follow(string runId)
    {
        RunId run = RunId.Parse(runId) ?? throw NoRun();
        if (await runs.FindAsync(run, Context.ConnectionAborted) is null)
        {
            throw NoRun();
        }

        await Groups.AddToGroupAsync(Context.ConnectionId, Group(run), Context.ConnectionAborted);
    }

    /// <summary>Follows it no longer.</summary>
    public async Task Unfollow(string runId)
    {
        if (RunId.Parse(runId) is { } run)
        {
            await Groups.RemoveFromGroupAsync(Context.ConnectionId, Group(run), Context.ConnectionAborted);
        }
    }

    private static HubException NoRun() => new("There is no such run.");
}
