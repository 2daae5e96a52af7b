using Microsoft.AspNetCore.Components;
using TransferWeb.Core.Portal;

namespace TransferWeb.Web.Components.Pages.Gallery;

/// <summary>All published models.</summary>
public sealed partial class GalleryPage
{
    private IReadOnlyList<ModelSummary> models = [];
    private string search = "";

    [Inject]
    private IModelGallery Gallery { get; set; } = default!;

    private IReadOnlyList<ModelSummary> Shown =>
        [.. models.Where(m => Matches(m.Name) || Matches(m.Description) || m.Classes.Any(Matches))];

    /// <inheritdoc/>
    protected override async Task FetchAsync(CancellationToken cancellationToken) =>
        models = await Gallery.ListAsync(cancellationToken);

    private bool Matches(string text) => text.Contains(search, StringComparison.OrdinalIgnoreCase);
}
