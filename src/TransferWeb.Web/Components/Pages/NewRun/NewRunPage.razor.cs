using Microsoft.AspNetCore.Components;
using TransferWeb.Core;
using TransferWeb.Core.Guidance;
using TransferWeb.Core.Portal;

namespace TransferWeb.Web.Components.Pages.NewRun;

/// <summary>The wizard: one question a screen, the answers in the address.</summary>
public sealed partial class NewRunPage
{
    private NewRunState state = new();
    private DatasetDetails? dataset;
    private IReadOnlyList<BackboneOffer> offers = [];
    private IReadOnlyList<DeviceInfo> devices = [];
    private string? pointed;
    private bool starting;
    private string? startProblem;

    /// <summary>The step's part of the address.</summary>
    [Parameter]
    public string? Slug { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IDatasetCatalog Datasets { get; set; } = default!;

    [Inject]
    private IRunCatalog Runs { get; set; } = default!;

    private NewRunStep Step => NewRunSteps.Parse(Slug);

    private NewRunModel Model => new(state, dataset, offers, devices);

    private string ContinueText =>
        Step switch
        {
            NewRunStep.UseCase when state.UseCase is not null => $"Continue with “{Model.UseCase.Title}”",
            NewRunStep.Pictures when dataset is { Status: DatasetStatus.Ready } =>
                $"Continue with {Say.Count(dataset.Pictures, "picture")}",
            NewRunStep.Model when Model.Backbone is { } backbone => $"Continue with {backbone.DisplayName}",
            NewRunStep.Freezing => $"Continue: train {Controls.StrategyWords.Of(Model.Strategy)}",
            NewRunStep.Training => "Continue to the recipe",
            NewRunStep.Review => starting ? "Starting" : "Start training",
            _ => "Continue",
        };

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        state = NewRunState.Parse(Navigation.Uri);
        pointed = null;
        startProblem = null;
        if (Loading.IsReady && dataset?.Id != state.Dataset)
        {
            await RefreshDatasetAsync();
        }
    }

    /// <inheritdoc/>
    protected override async Task FetchAsync(CancellationToken cancellationToken)
    {
        state = NewRunState.Parse(Navigation.Uri);
        dataset = state.Dataset is { } id ? await Datasets.FindAsync(id, cancellationToken) : null;
        offers = await Runs.BackbonesAsync(cancellationToken);
        _ = MeasureDevicesAsync();
    }

    /// <summary>Measuring takes a moment the first time; the wizard shows itself before, and its estimates after.</summary>
    private async Task MeasureDevicesAsync()
    {
        await AttemptAsync(async () =>
        {
            devices = await Runs.DevicesAsync(Closing);
            await InvokeAsync(StateHasChanged);
        });
    }

    private async Task RefreshDatasetAsync()
    {
        DatasetDetails? found = null;
        string? problem = await AttemptAsync(async () =>
        {
            found = state.Dataset is { } id ? await Datasets.FindAsync(id, Closing) : null;
        });
        dataset = found;
        startProblem = problem;
    }

    private void Point(string? key) => pointed = key;

    private async Task ChangeAsync(NewRunState next)
    {
        bool otherPictures = next.Dataset != state.Dataset;
        state = next;
        Navigation.NavigateTo(next.Address(Step), replace: true);
        if (otherPictures)
        {
            await RefreshDatasetAsync();
        }
    }

    private async Task ContinueAsync()
    {
        if (Step != NewRunStep.Review)
        {
            Navigation.NavigateTo(Model.Accept(Step).Address(Step + 1));
            return;
        }

        starting = true;
        startProblem = await AttemptAsync(async () =>
        {
            RunId run = await Runs.EnqueueAsync(Model.Dataset!.Id, Model.Spec!, Closing);
            Navigation.NavigateTo($"/runs/{run}");
        });
        starting = false;
    }
}
