using Microsoft.AspNetCore.Components;
using TransferWeb.Core;
using TransferWeb.Core.Portal;

namespace TransferWeb.Web.Components.Controls;

/// <summary>Follows the check of a data set's pictures.</summary>
public sealed partial class CheckProgress
{
    private DatasetProgress? progress;
    private string? problem;

    /// <summary>The data set.</summary>
    [Parameter, EditorRequired]
    public required DatasetId Dataset { get; set; }

    /// <summary>Told when the check has ended, whatever its outcome.</summary>
    [Parameter]
    public EventCallback OnDone { get; set; }

    [Inject]
    private IDatasetCatalog Datasets { get; set; } = default!;

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _ = InvokeAsync(FollowAsync);
        }
    }

    private async Task FollowAsync()
    {
        problem = await AttemptAsync(async () =>
        {
            await foreach (DatasetProgress next in Datasets.WatchAsync(Dataset, Closing))
            {
                progress = next;
                StateHasChanged();
            }
        });
        if (!Closing.IsCancellationRequested && problem is null)
        {
            await OnDone.InvokeAsync();
        }

        if (!Closing.IsCancellationRequested)
        {
            StateHasChanged();
        }
    }
}
