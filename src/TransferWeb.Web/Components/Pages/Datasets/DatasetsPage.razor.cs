using Microsoft.AspNetCore.Components;
using TransferWeb.Core.Portal;

namespace TransferWeb.Web.Components.Pages.Datasets;

/// <summary>All data sets.</summary>
public sealed partial class DatasetsPage
{
    private IReadOnlyList<DatasetSummary> sets = [];
    private string search = "";

    [Inject]
    private IDatasetCatalog Catalog { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    private IReadOnlyList<DatasetSummary> Shown =>
        [.. sets.Where(s => s.Name.Contains(search, StringComparison.OrdinalIgnoreCase))];

    /// <inheritdoc/>
    protected override async Task FetchAsync(CancellationToken cancellationToken) =>
        sets = await Catalog.ListAsync(cancellationToken);
}
