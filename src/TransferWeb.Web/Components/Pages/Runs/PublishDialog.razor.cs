using Microsoft.AspNetCore.Components;
using Radzen;
using TransferWeb.Core;
using TransferWeb.Core.Portal;

namespace TransferWeb.Web.Components.Pages.Runs;

/// <summary>Asks for a name and a description; closes with the <see cref="ModelId"/>, or null.</summary>
public sealed partial class PublishDialog
{
    private string name = "";
    private string description = "";
    private string? problem;
    private bool busy;

    /// <summary>The run to publish.</summary>
    [Parameter, EditorRequired]
    public required RunSummary Run { get; set; }

    [Inject]
    private IModelGallery Gallery { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    /// <inheritdoc/>
    protected override void OnInitialized() => name = Run.Name;

    private async Task PublishAsync()
    {
        busy = true;
        ModelId? model = null;
        problem = await AttemptAsync(async () =>
            model = await Gallery.PublishAsync(Run.Id, name.Trim(), description.Trim(), Closing)
        );
        busy = false;
        if (model is not null)
        {
            Dialogs.Close(model);
        }
    }
}
