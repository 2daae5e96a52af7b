using static TorchSharp.torch.nn;

namespace TransferWeb.Training.Optimization;

/// <summary>
/// Cross-entropy in nats, with smoothed labels (Szegedy et al., "Rethinking the Inception Architecture", 2016), a weight for each class, and pictures mixed
/// in pairs, each where asked for.
/// </summary>
/// <param name="smoothing">Share of each label that is spread over all classes, 0 to 1.</param>
/// <param name="classWeights">A weight for each class, float32, [C], on the device trained on; null weighs all alike.</param>
/// <param name="mixer">Mixes the pictures of a batch; null leaves them as they are.</param>
public sealed class CrossEntropy(double smoothing = 0, Tensor? classWeights = null, PictureMixer? mixer = null)
    : ITrainingObjective
{
    /// <summary>Labels as they are, all classes alike.</summary>
    public static CrossEntropy Plain { get; } = new();

    /// <inheritdoc/>
    public (Tensor Loss, Tensor Logits) Measure(Func<Tensor, Tensor> forward, Tensor inputs, Tensor labels, long step)
    {
        if (mixer?.Mix(inputs, labels, step) is not { } mixed)
        {
            Tensor plain = forward(inputs);
            return (Loss(plain, labels), plain);
        }

        Tensor logits = forward(mixed.Inputs);
        Tensor loss = (Loss(logits, labels) * mixed.Share) + (Loss(logits, mixed.OtherLabels) * (1 - mixed.Share));
        return (loss, logits);
    }

    /// <inheritdoc/>
    public double WeightOf(Tensor labels)
    {
        if (classWeights is null)
        {
            return labels.shape[0];
        }

        using DisposeScope scope = NewDisposeScope();
        return classWeights.index_select(0, labels).sum().item<float>();
    }

    private Tensor Loss(Tensor logits, Tensor labels) =>
        functional.cross_entropy(logits, labels, classWeights, label_smoothing: smoothing);
}
