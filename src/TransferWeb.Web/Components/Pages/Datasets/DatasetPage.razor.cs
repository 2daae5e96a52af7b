using Microsoft.AspNetCore.Components;
using Radzen;
using TransferWeb.Core;
using TransferWeb.Core.Portal;
using TransferWeb.Web.Components.Pages.NewRun;

namespace TransferWeb.Web.Components.Pages.Datasets;

/// <summary>One data set: its classes, what the check found, and more pictures.</summary>
public sealed partial class DatasetPage
{
    private DatasetDetails? set;
    private string? problem;

    /// <summary>The data set's id as the address has it.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [Inject]
    private IDatasetCatalog Catalog { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private string TrainAddress =>
        new NewRunState { UseCase = set!.UseCase, Dataset = set.Id }.Address(
            set.UseCase is null ? NewRunStep.UseCase : NewRunStep.Model
        );

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (Loading.IsReady && set?.Id != DatasetId.Parse(Id))
        {
            await LoadAsync();
        }
    }

    /// <inheritdoc/>
    protected override async Task FetchAsync(CancellationToken cancellationToken) =>
        set = DatasetId.Parse(Id) is { } id ? await Catalog.FindAsync(id, cancellationToken) : null;

    private async Task DeleteAsync()
    {
        bool sure =
            await Dialogs.Confirm(
                $"All its pictures are removed from this computer. Models that learnt from them stay. This cannot be undone.",
                $"Delete “{set!.Name}”?",
                new ConfirmOptions { OkButtonText = "Delete it", CancelButtonText = "Keep it" }
            ) ?? false;
        if (!sure)
        {
            return;
        }

        problem = await AttemptAsync(async () =>
        {
            await Catalog.DeleteAsync(set.Id, Closing);
            Navigation.NavigateTo("/datasets");
        });
    }
}
