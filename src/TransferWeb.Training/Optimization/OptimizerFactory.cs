using TorchSharp.Modules;
using TransferWeb.Core.Runs;

namespace TransferWeb.Training.Optimization;

/// <summary>Builds the optimizer of a run. Biases and the scales of norm layers are not decayed: that would only weaken them.</summary>
public static class OptimizerFactory
{
    /// <summary>SGD's momentum.</summary>
    public const double Momentum = 0.9;

    /// <summary>Builds it over the parameters that need a gradient, all at the same rate.</summary>
    /// <param name="parameters">Frozen ones among them are passed over.</param>
    /// <param name="spec">With rate and decay filled in.</param>
    public static OptimizerHelper Build(IEnumerable<Parameter> parameters, TrainingSpec spec) =>
        Build([new RateGroup([.. parameters], 1)], spec);

    /// <summary>Builds it over the parameters that need a gradient, each group at its share of the rate.</summary>
    /// <param name="rates">Frozen parameters among them are passed over.</param>
    /// <param name="spec">With rate and decay filled in.</param>
    public static OptimizerHelper Build(IReadOnlyList<RateGroup> rates, TrainingSpec spec)
    {
        double rate = spec.LearningRate ?? throw new ArgumentException("The learning rate is not filled in.", nameof(spec));
        double decay = spec.WeightDecay ?? throw new ArgumentException("The weight decay is not filled in.", nameof(spec));
        Group[] groups = [.. rates.SelectMany(group => Split(group, rate, decay))];
        return spec.Optimizer switch
        {
            OptimizerKind.Sgd => optim.SGD(
                groups.Select(g => new SGD.ParamGroup(
                    g.Parameters,
                    g.Rate,
                    momentum: Momentum,
                    weight_decay: g.Decay,
                    nesterov: true
                )),
                rate
            ),
            _ => optim.AdamW(groups.Select(g => new AdamW.ParamGroup(g.Parameters, g.Rate, weight_decay: g.Decay)), rate),
        };
    }

    private static IEnumerable<Group> Split(RateGroup group, double rate, double decay) =>
        group
            .Parameters.Where(p => p.requires_grad)
            .GroupBy(p => p.ndim > 1)
            .OrderByDescending(g => g.Key)
            .Select(g => new Group([.. g], rate * group.Share, g.Key ? decay : 0));

    private sealed record Group(Parameter[] Parameters, double Rate, double Decay);
}
