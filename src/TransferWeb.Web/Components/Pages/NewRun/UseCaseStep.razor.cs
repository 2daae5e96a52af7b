using Microsoft.AspNetCore.Components;
using TransferWeb.Core;
using TransferWeb.Core.Guidance;
using TransferWeb.Core.Portal;

namespace TransferWeb.Web.Components.Pages.NewRun;

/// <summary>First question: what is it for?</summary>
public sealed partial class UseCaseStep
{
    private bool opening;
    private string? problem;

    [Inject]
    private IDatasetCatalog Datasets { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private async Task OpenSampleAsync()
    {
        opening = true;
        problem = await AttemptAsync(async () =>
        {
            DatasetId sample = await Datasets.OpenSampleAsync(Closing);
            NewRunState state = new() { UseCase = UseCases.SampleKey, Dataset = sample };
            Navigation.NavigateTo(state.Address(NewRunStep.Pictures));
        });
        opening = false;
    }
}
