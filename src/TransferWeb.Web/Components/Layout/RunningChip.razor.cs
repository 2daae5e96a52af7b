using Microsoft.AspNetCore.Components;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;

namespace TransferWeb.Web.Components.Layout;

/// <summary>The run that is training now, on every page; nothing while none is.</summary>
public sealed partial class RunningChip : IDisposable
{
    private readonly CancellationTokenSource closing = new();
    private RunSummary? run;
    private string? round;
    private int queued;

    [Inject]
    private IRunCatalog Runs { get; set; } = default!;

    [Inject]
    private ILogger<RunningChip> Log { get; set; } = default!;

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _ = FollowAsync(closing.Token);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        closing.Cancel();
        closing.Dispose();
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using IAsyncEnumerator<RunUpdate> updates = Runs.WatchAsync(null, cancellationToken)
                .GetAsyncEnumerator(cancellationToken);
            Task<bool> next = updates.MoveNextAsync().AsTask();
            await ReadAsync(cancellationToken);
            while (await next)
            {
                await ApplyAsync(updates.Current, cancellationToken);
                next = updates.MoveNextAsync().AsTask();
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
        {
            // The person has gone.
        }
        catch (Exception fault)
        {
            LogFault(Log, fault);
        }
    }

    private async Task ApplyAsync(RunUpdate update, CancellationToken cancellationToken)
    {
        if (update.Status is not null)
        {
            await ReadAsync(cancellationToken);
        }
        else if (update.Event is EpochCompleted epoch && update.Id == run?.Id)
        {
            round = $"round {epoch.Epoch} of {epoch.Epochs}";
            await InvokeAsync(StateHasChanged);
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<RunSummary> all = await Runs.ListAsync(cancellationToken);
        RunSummary? now = all.LastOrDefault(r => r.Status is RunStatus.Running or RunStatus.Cancelling);
        round = now?.Id == run?.Id ? round : null;
        run = now;
        queued = all.Count(r => r.Status == RunStatus.Queued);
        await InvokeAsync(StateHasChanged);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The chip of running runs stopped.")]
    private static partial void LogFault(ILogger logger, Exception fault);
}
