using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>The loss of classification from raw scores (N, C) and class numbers (N).</summary>
public sealed class CrossEntropyLoss : WeightedLoss
{
    private const long IgnoreNothing = -100;

    /// <summary>A class number whose samples do not count; null for none.</summary>
    public long? ignore_index { get; }

    /// <summary>How much of the target is spread over all classes, 0 to 1.</summary>
    public double label_smoothing { get; }

    public CrossEntropyLoss(
        Tensor? weight = null,
        long? ignore_index = null,
        Reduction reduction = Reduction.Mean,
        double label_smoothing = 0.0
    )
        : base(nameof(CrossEntropyLoss), weight, reduction)
    {
        this.ignore_index = ignore_index;
        this.label_smoothing = label_smoothing;
    }

    public override Tensor forward(Tensor input, Tensor target) =>
        functional.cross_entropy(input, target, weight, ignore_index ?? IgnoreNothing, reduction, label_smoothing);
}
