using Microsoft.AspNetCore.Components;
using TransferWeb.Core;
using TransferWeb.Core.Portal;

namespace TransferWeb.Web.Components.Controls;

/// <summary>A pretrained network as people write it, such as "ResNet-18" for <c>resnet18</c>; the technical name until that is known.</summary>
public sealed partial class NetworkName
{
    private string shown = "";

    /// <summary>The network's technical name.</summary>
    [Parameter, EditorRequired]
    public required string Name { get; set; }

    [Inject]
    private IRunCatalog Runs { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        string name = Name;
        shown = name;
        try
        {
            IReadOnlyList<BackboneOffer> offers = await Runs.BackbonesAsync();
            BackboneOffer? offer = offers.FirstOrDefault(known => known.Manifest.Name == name);
            if (offer is not null && name == Name)
            {
                shown = offer.Manifest.DisplayName;
            }
        }
        catch (RequestRefusedException)
        {
            // The worker does not answer. Its name is no reason to show an error; whatever needs the worker will.
        }
    }
}
