using TransferWeb.Core.Guidance;
using TransferWeb.Core.Models;
using TransferWeb.Core.Portal;

namespace TransferWeb.Web.Components.Pages.NewRun;

/// <summary>Third question: which pretrained network?</summary>
public sealed partial class ModelStep
{
    private IReadOnlyList<BackboneSuggestion> Shortlist => BackboneAdvice.Shortlist(Model.Offers);

    private bool IsChosen(BackboneManifest backbone) => Model.Backbone?.Name == backbone.Name;

    /// <summary>A stage of one network means nothing in another, so what to freeze is recommended anew.</summary>
    private Task ChooseAsync(BackboneManifest backbone) =>
        OnChange.InvokeAsync(
            Model.State with
            {
                Backbone = backbone.Name,
                Strategy = IsChosen(backbone) ? Model.State.Strategy : null,
            }
        );

    private static string Accuracy(BackboneManifest backbone) =>
        backbone.PublishedTop1 is { } top1
            ? $"{Say.Percent(top1)} right on {backbone.PretrainedOn}"
            : $"pretrained on {backbone.PretrainedOn}";

    private string Time(BackboneManifest backbone) =>
        Model.SecondsWith(backbone) is { } seconds ? $"{Say.About(seconds)} here" : "measuring this computer";

    private static string Held(BackboneOffer offer) =>
        offer switch
        {
            { Manifest.IsScratchOnly: true } => "has none; train it from scratch on the command line",
            { IsHeld: true } => "on this computer",
            { DownloadBytes: { } bytes } => $"fetched first, {Say.Bytes(bytes)}",
            _ => "not here; import them first",
        };
}
