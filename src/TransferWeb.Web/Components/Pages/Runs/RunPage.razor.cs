using Microsoft.AspNetCore.Components;
using Radzen;
using TransferWeb.Core;
using TransferWeb.Core.Models;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;
using TransferWeb.Web.Live;

namespace TransferWeb.Web.Components.Pages.Runs;

/// <summary>One run: live while it trains, its result when it has one, and the reason where it has none.</summary>
public sealed partial class RunPage
{
    private RunLiveState live = new();
    private RunDetails? run;
    private EvaluationReport? report;
    private string? problem;
    private bool busy;
    private CancellationTokenSource? following;

    /// <summary>The run's id as the address has it.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [Inject]
    private IRunCatalog Runs { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (Loading.IsReady && run?.Summary.Id != RunId.Parse(Id))
        {
            await LoadAsync();
        }
    }

    /// <inheritdoc/>
    protected override async Task FetchAsync(CancellationToken cancellationToken)
    {
        (run, report, problem, live) = (null, null, null, new());
        StopFollowing();
        if (RunId.Parse(Id) is not { } id)
        {
            return;
        }

        following = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = InvokeAsync(() => FollowAsync(id, first, following.Token));
        await first.Task;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        StopFollowing();
    }

    private async Task FollowAsync(RunId id, TaskCompletionSource first, CancellationToken cancellationToken)
    {
        try
        {
            await new RunFeed(Runs, Clock).FollowAsync(id, live, TakeAsync, RedrawAsync, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            first.TrySetCanceled(CancellationToken.None);
        }
        catch (Exception fault)
        {
            if (!first.TrySetException(fault))
            {
                problem = await AttemptAsync(() => Task.FromException(fault));
                await RedrawAsync();
            }
        }

        async Task TakeAsync(RunDetails? details)
        {
            run = details;
            report =
                details?.Summary.Status == RunStatus.Succeeded
                    ? report ?? await Runs.EvaluationAsync(id, cancellationToken)
                    : null;
            first.TrySetResult();
        }
    }

    private Task RedrawAsync() => InvokeAsync(StateHasChanged);

    private void StopFollowing()
    {
        following?.Cancel();
        following?.Dispose();
        following = null;
    }

    private async Task CancelAsync()
    {
        bool sure =
            await Dialogs.Confirm(
                "What it has learnt so far is not kept as a model. You can start the run again later.",
                "Stop this run?",
                new ConfirmOptions { OkButtonText = "Stop it", CancelButtonText = "Let it run" }
            ) ?? false;
        if (sure)
        {
            await DoAsync(() => Runs.CancelAsync(run!.Summary.Id, Closing));
        }
    }

    private Task RestartAsync() => DoAsync(() => Runs.RestartAsync(run!.Summary.Id, Closing));

    private async Task DoAsync(Func<Task> action)
    {
        busy = true;
        problem = await AttemptAsync(action);
        busy = false;
    }

    private async Task PublishAsync()
    {
        object? published = await Dialogs.OpenAsync<PublishDialog>(
            "Publish to the gallery",
            new Dictionary<string, object?> { [nameof(PublishDialog.Run)] = run!.Summary },
            new DialogOptions { Width = "min(520px, 94vw)", CloseDialogOnOverlayClick = true }
        );
        if (published is ModelId model)
        {
            Navigation.NavigateTo($"/gallery/{model}");
        }
    }
}
