using TorchSharp.Modules;
using TransferWeb.Core.Runs;

namespace TransferWeb.Training.Optimization;

/// <summary>Builds the optimizer of a run. Biases and the scales of norm layers are not decayed: that would only weaken them.</summary>
public static class OptimizerFactory
{
    /// <summary>SGD's momentum.</summary>
    public const double Momentum = 0.9;

    /// <summary>Builds it over the parameters that need a gradient.</summary>
    /// <param name="parameters">Frozen ones among them are passed over.</param>
    /// <param name="spec">With rate and decay filled in.</param>
    public static optim.Optimizer Build(IEnumerable<Parameter> parameters, TrainingSpec spec)
    {
        double rate = spec.LearningRate ?? throw new ArgumentException("The learning rate is not filled in.", nameof(spec));
        double decay = spec.WeightDecay ?? throw new ArgumentException("The weight decay is not filled in.", nameof(spec));
        Parameter[] trained = [.. parameters.Where(p => p.requires_grad)];
        Group[] groups =
        [
            .. trained.GroupBy(p => p.ndim > 1).OrderByDescending(g => g.Key).Select(g => new Group([.. g], g.Key ? decay : 0)),
        ];
        return spec.Optimizer switch
        {
            OptimizerKind.Sgd => optim.SGD(
                groups.Select(g => new SGD.ParamGroup(
                    g.Parameters,
                    rate,
                    momentum: Momentum,
                    weight_decay: g.Decay,
                    nesterov: true
                )),
                rate
            ),
            _ => optim.AdamW(groups.Select(g => new AdamW.ParamGroup(g.Parameters, rate, weight_decay: g.Decay)), rate),
        };
    }

    private sealed record Group(Parameter[] Parameters, double Decay);
}
