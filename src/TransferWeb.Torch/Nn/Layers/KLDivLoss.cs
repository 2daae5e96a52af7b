using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>The Kullback-Leibler divergence from logarithms of probabilities.</summary>
public sealed class KLDivLoss : Loss
{
    /// <summary>Whether the target too is logarithms of probabilities.</summary>
    public bool log_target { get; }

    public KLDivLoss(bool log_target = true, Reduction reduction = Reduction.Mean)
        : base(nameof(KLDivLoss), reduction)
    {
        this.log_target = log_target;
    }

    public override Tensor forward(Tensor input, Tensor target) => functional.kl_div(input, target, log_target, reduction);
}
