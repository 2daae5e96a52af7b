using Microsoft.AspNetCore.Components;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;

namespace TransferWeb.Web.Components.Pages.Runs;

/// <summary>All runs; the list follows their status.</summary>
public sealed partial class RunsPage
{
    private IReadOnlyList<RunSummary> runs = [];
    private string search = "";
    private bool following;

    [Inject]
    private IRunCatalog Catalog { get; set; } = default!;

    private IReadOnlyList<RunSummary> Shown =>
        [
            .. runs.Where(r => Matches(r.Name) || Matches(r.DatasetName) || Matches(r.Backbone))
                .OrderBy(r =>
                    r.Status is RunStatus.Running or RunStatus.Cancelling ? 0
                    : r.Status == RunStatus.Queued ? 1
                    : 2
                )
                .ThenBy(r => r.QueuePosition ?? 0),
        ];

    /// <inheritdoc/>
    protected override async Task FetchAsync(CancellationToken cancellationToken)
    {
        runs = await Catalog.ListAsync(cancellationToken);
        if (!following)
        {
            following = true;
            _ = InvokeAsync(FollowAsync);
        }
    }

    private Task FollowAsync() =>
        AttemptAsync(async () =>
        {
            await foreach (RunUpdate update in Catalog.WatchAsync(null, Closing))
            {
                if (update.Status is not null)
                {
                    runs = await Catalog.ListAsync(Closing);
                    StateHasChanged();
                }
            }
        });

    private bool Matches(string text) => text.Contains(search, StringComparison.OrdinalIgnoreCase);
}
