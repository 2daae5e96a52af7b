using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>The loss of classification from logarithms of probabilities (N, C) and class numbers (N).</summary>
public sealed class NLLLoss : WeightedLoss
{
    public NLLLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean)
        : base(nameof(NLLLoss), weight, reduction) { }

    public override Tensor forward(Tensor input, Tensor target) => functional.nll_loss(input, target, weight, reduction);
}
