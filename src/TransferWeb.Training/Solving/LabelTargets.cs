namespace TransferWeb.Training.Solving;

/// <summary>What a classifier is asked to say of each picture, and how much each counts.</summary>
/// <param name="Smoothing">Share of each label that is spread over all classes, 0 to 1.</param>
/// <param name="ClassWeights">A weight for each class, on average 1 a picture; null weighs all alike.</param>
public sealed record LabelTargets(double Smoothing = 0, IReadOnlyList<float>? ClassWeights = null)
{
    /// <summary>The labels as they are, all alike.</summary>
    public static LabelTargets Plain { get; } = new();

    /// <summary>Probabilities asked for, [N, C], rows adding up to 1.</summary>
    public Tensor Probabilities(Tensor labels, int classes)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor ones = zeros([labels.shape[0], classes], device: labels.device).scatter_(1, labels.unsqueeze(1), 1);
        return ones.mul_(1 - Smoothing).add_(Smoothing / classes).MoveToOuterDisposeScope();
    }

    /// <summary>The pictures' weights, [N, 1].</summary>
    public Tensor Weights(Tensor labels)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weights = ClassWeights is { } each
            ? tensor((float[])[.. each], device: labels.device).index_select(0, labels)
            : ones([labels.shape[0]], device: labels.device);
        return weights.unsqueeze(1).MoveToOuterDisposeScope();
    }
}
