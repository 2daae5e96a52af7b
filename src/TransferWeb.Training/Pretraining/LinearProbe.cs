using TorchSharp.Modules;
using F = TorchSharp.torch.nn.functional;

namespace TransferWeb.Training.Pretraining;

/// <summary>How well a linear map tells classes apart by given features: the plainest measure of what features are worth.</summary>
internal static class LinearProbe
{
    private const int Steps = 300;
    private const double LearningRate = 0.02;
    private const double WeightDecay = 0.02;

    /// <summary>Learns on some rows and counts on the others.</summary>
    /// <param name="features">[N,F].</param>
    /// <param name="labels">[N], 0 to <paramref name="classes"/> − 1.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="learn">Rows learnt from.</param>
    /// <param name="test">Rows counted on.</param>
    /// <returns>Share right, 0 to 1.</returns>
    public static double Accuracy(Tensor features, Tensor labels, int classes, long[] learn, long[] test)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor learnRows = tensor(learn);
        Tensor testRows = tensor(test);
        Tensor seen = features.index_select(0, learnRows);
        Tensor mean = seen.mean([0L], keepdim: true);
        Tensor deviation = seen.std(0, keepdim: true) + 1e-6;
        Tensor input = (seen - mean) / deviation;
        Tensor target = labels.index_select(0, learnRows);
        using Linear head = nn.Linear(features.shape[1], classes);
        using AdamW optimizer = optim.AdamW(head.parameters(), lr: LearningRate, weight_decay: WeightDecay);
        for (int step = 0; step < Steps; step++)
        {
            using DisposeScope stepScope = NewDisposeScope();
            head.zero_grad();
            F.cross_entropy(head.call(input), target).backward();
            optimizer.step();
        }

        using IDisposable noGradients = no_grad();
        Tensor guesses = head.call((features.index_select(0, testRows) - mean) / deviation).argmax(1);
        return (guesses == labels.index_select(0, testRows)).to(float64).mean().ToDouble();
    }
}
