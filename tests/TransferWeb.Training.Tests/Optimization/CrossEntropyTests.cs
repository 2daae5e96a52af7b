using TransferWeb.Training.Optimization;

namespace TransferWeb.Training.Tests.Optimization;

/// <summary>The expected numbers are worked out by hand from the softmax of the logits.</summary>
public sealed class CrossEntropyTests
{
    private static readonly double[][] Logits =
    [
        [2, 0, -1],
        [0.5, 1.5, 0],
    ];
    private static readonly long[] Labels = [0, 2];

    [Fact]
    public void Plain_TwoSamples_IsTheMeanOfTheirLosses() =>
        Assert.Equal((Nats(0, 0) + Nats(1, 2)) / 2, Measure(CrossEntropy.Plain), 5);

    [Fact]
    public void Smoothed_TwoSamples_TakesAShareFromEveryClass()
    {
        double expected = 0;
        for (int i = 0; i < 2; i++)
        {
            double all = (Nats(i, 0) + Nats(i, 1) + Nats(i, 2)) / 3;
            expected += ((0.9 * Nats(i, (int)Labels[i])) + (0.1 * all)) / 2;
        }

        Assert.Equal(expected, Measure(new CrossEntropy(smoothing: 0.1)), 5);
    }

    [Fact]
    public void Weighted_TwoSamples_IsTheWeightedMean()
    {
        using Tensor weights = tensor([1f, 1f, 3f]);

        Assert.Equal((Nats(0, 0) + (3 * Nats(1, 2))) / 4, Measure(new CrossEntropy(classWeights: weights)), 5);
    }

    [Fact]
    public void Mixed_TwoSamples_WeighsBothLabelsByTheirShare()
    {
        using DisposeScope scope = NewDisposeScope();
        using Tensor inputs = zeros(2, 3, 4, 4);
        using Tensor labels = tensor(Labels);
        PictureMixer mixer = new(mixup: 1, cutmix: 0, seed: 5);
        double share = mixer.Mix(inputs, labels, step: 4)!.Share;

        using Tensor logits = LogitsTensor();
        float loss = new CrossEntropy(mixer: mixer).Measure(_ => logits, inputs, labels, step: 4).Loss.item<float>();

        double own = (Nats(0, 0) + Nats(1, 2)) / 2;
        double other = (Nats(0, 2) + Nats(1, 0)) / 2;
        Assert.InRange(share, 0.5, 1);
        Assert.Equal((share * own) + ((1 - share) * other), loss, 5);
    }

    private static double Measure(CrossEntropy objective)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logits = LogitsTensor();
        return objective.Measure(_ => logits, logits, tensor(Labels), step: 1).Loss.item<float>();
    }

    private static Tensor LogitsTensor() => tensor([.. Logits.SelectMany(row => row).Select(v => (float)v)], [2, 3]);

    private static double Nats(int row, int label) => Math.Log(Logits[row].Sum(Math.Exp)) - Logits[row][label];
}
