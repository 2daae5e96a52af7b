using Microsoft.AspNetCore.Components;
using TransferWeb.Core;
using TransferWeb.Core.Portal;

namespace TransferWeb.Web.Components.Pages.NewRun;

/// <summary>Second question: which pictures?</summary>
public sealed partial class PicturesStep
{
    private IReadOnlyList<DatasetSummary> all = [];
    private string? problem;

    /// <summary>Fetches the data set anew.</summary>
    [Parameter]
    public EventCallback OnRefresh { get; set; }

    [Inject]
    private IDatasetCatalog Datasets { get; set; } = default!;

    private IReadOnlyList<DatasetSummary> Others =>
        [.. all.Where(d => d.Id != Model.Dataset?.Id && d.Status is DatasetStatus.Ready or DatasetStatus.Checking)];

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => FetchOthersAsync();

    private async Task FetchOthersAsync() => problem = await AttemptAsync(async () => all = await Datasets.ListAsync(Closing));

    private async Task TakeUploadedAsync(DatasetId id)
    {
        if (Model.State.Dataset == id)
        {
            await OnRefresh.InvokeAsync();
        }
        else
        {
            await ChooseAsync(id);
        }

        await FetchOthersAsync();
    }

    private Task ChooseAsync(DatasetId? id) => OnChange.InvokeAsync(Model.State with { Dataset = id, Strategy = null });
}
