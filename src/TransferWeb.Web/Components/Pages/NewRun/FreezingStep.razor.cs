using System.Globalization;
using Microsoft.AspNetCore.Components;
using TransferWeb.Core.Guidance;
using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;

namespace TransferWeb.Web.Components.Pages.NewRun;

/// <summary>Fourth question: which stages stay frozen?</summary>
public sealed partial class FreezingStep
{
    private int Trained => NetworkPlan.TrainedStages(Model.Freezing, Model.Backbone!.Stages.Count);

    private static IEnumerable<(string Word, string Title)> Presets(BackboneManifest backbone)
    {
        yield return ("head", "Only the head");
        if (backbone.Stages.Count > 1)
        {
            yield return ("last:1", "Last stage");
        }

        yield return (NewRunModel.Word(FreezePolicy.HeadThenFull), "Everything");
        yield return (NewRunModel.Word(FreezePolicy.Auto), "Let the program measure");
    }

    private Task ChooseAsync(string word) => OnChange.InvokeAsync(Model.State with { Strategy = word });

    private Task TrainAsync(int stages) =>
        ChooseAsync(NewRunModel.Word(NetworkPlan.PolicyFor(stages, Model.Backbone!.Stages.Count)));

    /// <summary>A click on a trained stage freezes it and all before it; on a frozen one, trains it and all after it.</summary>
    private Task TrainFromAsync(int stage)
    {
        int count = Model.Backbone!.Stages.Count;
        bool isTrained = stage >= count - Trained;
        return TrainAsync(isTrained ? count - stage - 1 : count - stage);
    }

    private Task SlideAsync(ChangeEventArgs change) =>
        int.TryParse(change.Value?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out int frozen)
            ? TrainAsync(Model.Backbone!.Stages.Count - frozen)
            : Task.CompletedTask;
}
