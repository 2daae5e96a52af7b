using Microsoft.AspNetCore.Components;
using Radzen;
using TransferWeb.Core;
using TransferWeb.Core.Portal;

namespace TransferWeb.Web.Components.Pages.Gallery;

/// <summary>One published model: try it, then read about it, then use it from a program.</summary>
public sealed partial class ModelPage
{
    private ModelDetails? model;
    private string? problem;

    /// <summary>The model's id as the address has it.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [Inject]
    private IModelGallery Gallery { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private string Snippet =>
        $"""
            curl --data-binary @picture.jpg \
              -H "Content-Type: image/jpeg" \
              {Navigation.BaseUri}api/models/{model!.Summary.Id}/predict
            """;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (Loading.IsReady && model?.Summary.Id != ModelId.Parse(Id))
        {
            await LoadAsync();
        }
    }

    /// <inheritdoc/>
    protected override async Task FetchAsync(CancellationToken cancellationToken) =>
        model = ModelId.Parse(Id) is { } id ? await Gallery.FindAsync(id, cancellationToken) : null;

    private async Task DeleteAsync()
    {
        bool sure =
            await Dialogs.Confirm(
                "Its files are removed from the gallery. The run stays, and can be published again.",
                $"Take “{model!.Summary.Name}” out?",
                new ConfirmOptions { OkButtonText = "Take it out", CancelButtonText = "Keep it" }
            ) ?? false;
        if (!sure)
        {
            return;
        }

        problem = await AttemptAsync(async () =>
        {
            await Gallery.DeleteAsync(model.Summary.Id, Closing);
            Navigation.NavigateTo("/gallery");
        });
    }
}
