using Microsoft.AspNetCore.Components;
using TransferWeb.Core;
using TransferWeb.Core.Guidance;
using TransferWeb.Core.Portal;
using TransferWeb.Web.Components.Pages.NewRun;

namespace TransferWeb.Web.Components.Pages;

/// <summary>What this is, the way in, and what happened last.</summary>
public sealed partial class Home
{
    private const int Shown = 5;

    private IReadOnlyList<RunSummary> runs = [];
    private IReadOnlyList<ModelSummary> models = [];
    private bool opening;
    private string? sampleProblem;

    [Inject]
    private IRunCatalog Runs { get; set; } = default!;

    [Inject]
    private IModelGallery Gallery { get; set; } = default!;

    [Inject]
    private IDatasetCatalog Datasets { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task FetchAsync(CancellationToken cancellationToken)
    {
        runs = [.. (await Runs.ListAsync(cancellationToken)).Take(Shown)];
        models = [.. (await Gallery.ListAsync(cancellationToken)).Take(4)];
    }

    private async Task OpenSampleAsync()
    {
        opening = true;
        sampleProblem = await AttemptAsync(async () =>
        {
            DatasetId sample = await Datasets.OpenSampleAsync(Closing);
            NewRunState state = new() { UseCase = UseCases.SampleKey, Dataset = sample };
            Navigation.NavigateTo(state.Address(NewRunStep.Pictures));
        });
        opening = false;
    }
}
