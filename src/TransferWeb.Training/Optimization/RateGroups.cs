using TorchSharp.Modules;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Freezing;
using TransferWeb.Vision.Backbones;

namespace TransferWeb.Training.Optimization;

/// <summary>Parameters that learn at the same share of the run's learning rate.</summary>
public sealed record RateGroup(IReadOnlyList<Parameter> Parameters, double Share);

/// <summary>
/// Discriminative rates (Howard and Ruder, "Universal Language Model Fine-tuning", 2018): the head learns fastest, and each stage more slowly than the one
/// after it, since early stages hold what serves any picture.
/// </summary>
public static class RateGroups
{
    /// <summary>The trained parameters of a network: the head's first, then the stages' from the last to the first.</summary>
    /// <param name="model">The network.</param>
    /// <param name="plan">Which of its stages are trained.</param>
    /// <param name="spec">With the shares filled in.</param>
    public static IReadOnlyList<RateGroup> Of(Backbone model, FreezePlan plan, TrainingSpec spec)
    {
        double backbone = spec.BackboneRateShare ?? 1;
        double decay = spec.LayerDecay ?? 1;
        int last = model.Stages.Count - 1;
        return
        [
            new RateGroup([.. model.HeadParameters()], 1),
            .. model
                .Stages.Index()
                .Where(pair => plan.Trained.Contains(pair.Item))
                .Reverse()
                .Select(pair => new RateGroup(
                    [.. pair.Item.Modules.SelectMany(module => module.parameters())],
                    spec.StageRates?.Of(pair.Item.Name) ?? (backbone * Math.Pow(decay, last - pair.Index))
                )),
        ];
    }
}
