using Microsoft.AspNetCore.Components;
using TransferWeb.Core.Guidance;
using TransferWeb.Core.Models;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;

namespace TransferWeb.Web.Components.Pages.NewRun;

/// <summary>The right third of the wizard: what a choice means, in plain words and with the numbers for this choice.</summary>
public sealed partial class StepMeaning
{
    /// <summary>The answers and what is known.</summary>
    [Parameter, EditorRequired]
    public required NewRunModel Model { get; set; }

    /// <summary>The step.</summary>
    [Parameter, EditorRequired]
    public required NewRunStep Step { get; set; }

    /// <summary>What the pointer is on, by its key.</summary>
    [Parameter]
    public string? Pointed { get; set; }

    private UseCase PointedUseCase => UseCases.Find(Pointed) ?? Model.UseCase;

    private BackboneOffer? PointedOffer => Model.Offers.FirstOrDefault(o => o.Manifest.Name == Pointed) ?? Model.Offer;

    private Term? PointedTerm => Glossary.All.FirstOrDefault(t => t.Key == Pointed);

    private string TrainedWeights(BackboneManifest backbone)
    {
        IReadOnlyList<PlannedStage> stages = NetworkPlan.Draw(backbone, Model.Freezing, Model.Classes);
        long trained = NetworkPlan.TrainedParameters(stages);
        string most = Model.Freezing is AutoPolicy ? "up to " : "";
        return $"{most}{Say.Number(trained)} of {Say.Number(stages.Sum(s => s.Parameters))}";
    }

    private static string Distance(SourceDistance distance) =>
        distance switch
        {
            SourceDistance.Near => "yes, so little has to be learnt anew",
            SourceDistance.Far => "no, so training more than the head may pay",
            _ => "that depends",
        };
}
