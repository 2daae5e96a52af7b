using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>The loss of independent yes-or-no answers from raw scores.</summary>
public sealed class BCEWithLogitsLoss : WeightedLoss
{
    private Tensor? _positiveWeights;

    /// <summary>How much a missed yes counts against a false one, for each class; or null.</summary>
    public Tensor? pos_weights
    {
        get => _positiveWeights;
        private set => SetBuffer(ref _positiveWeights, value, nameof(pos_weights), persistent: false);
    }

    public BCEWithLogitsLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null)
        : base(nameof(BCEWithLogitsLoss), weight, reduction)
    {
        this.pos_weights = pos_weights;
    }

    public override Tensor forward(Tensor input, Tensor target) =>
        functional.binary_cross_entropy_with_logits(input, target, weight, reduction, pos_weights);
}
