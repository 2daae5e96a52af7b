using TransferWeb.Training.Solving;

namespace TransferWeb.Tests.Solving;

public sealed class RidgeTests
{
    private const int Classes = 3;

    [Fact]
    public void Solve_ToTheEnd_LeavesNoSlopeByAutograd()
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor features, Tensor labels) = Clouds(60, 8, spread: 1.5);
        const double strength = 2;
        using WholeFeatures whole = new(features);
        using RidgeClassifier classifier = new(whole, labels, Classes);

        Tensor solved = classifier.Solve(strength, classifier.Start(), 500).Point;

        Tensor weight = solved.narrow(1, 0, 8).clone().requires_grad_();
        Tensor bias = solved.select(1, 8).clone().requires_grad_();
        Tensor loss = nn.functional.cross_entropy(features.matmul(weight.t()) + bias, labels);
        (loss + (weight.square().sum() * (strength / (2 * 60)))).backward();
        Assert.InRange(weight.grad!.abs().max().item<float>(), 0, 2e-4f);
        Assert.InRange(bias.grad!.abs().max().item<float>(), 0, 2e-4f);
    }

    [Fact]
    public void Solve_WithSmoothedLabelsAndClassWeights_LeavesNoSlopeByAutograd()
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor features, Tensor labels) = Clouds(60, 8, spread: 1.5);
        float[] weights = [0.5f, 1f, 1.5f];
        const double strength = 2;
        using WholeFeatures whole = new(features);
        using RidgeClassifier classifier = new(whole, labels, Classes, new LabelTargets(0.1, weights));

        Tensor solved = classifier.Solve(strength, classifier.Start(), 500).Point;

        Tensor weight = solved.narrow(1, 0, 8).clone().requires_grad_();
        Tensor bias = solved.select(1, 8).clone().requires_grad_();
        Tensor each = nn.functional.cross_entropy(
            features.matmul(weight.t()) + bias,
            labels,
            reduction: nn.Reduction.None,
            label_smoothing: 0.1
        );
        Tensor mean = (each * tensor(weights).index_select(0, labels)).mean();
        (mean + (weight.square().sum() * (strength / (2 * 60)))).backward();
        Assert.InRange(weight.grad!.abs().max().item<float>(), 0, 2e-4f);
        Assert.InRange(bias.grad!.abs().max().item<float>(), 0, 2e-4f);
    }

    [Fact]
    public void Solve_AStrongerRidge_GivesSmallerWeights()
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor features, Tensor labels) = Clouds(60, 8, spread: 1.5);
        using WholeFeatures whole = new(features);
        using RidgeClassifier classifier = new(whole, labels, Classes);

        double[] norms =
        [
            .. new[] { 0.1, 1.0, 10, 1000 }.Select(strength =>
                (double)classifier.Solve(strength, classifier.Start(), 500).Point.narrow(1, 0, 8).norm().item<float>()
            ),
        ];

        Assert.Equal(norms.OrderDescending(), norms);
        Assert.InRange(norms[^1], 0, 0.2);
    }

    [Fact]
    public void Measure_OfStart_IsGuessing()
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor features, Tensor labels) = Clouds(30, 4, spread: 1);
        using WholeFeatures whole = new(features);
        using RidgeClassifier classifier = new(whole, labels, Classes);

        (double loss, _) = RidgeClassifier.Measure(classifier.Start(), whole, labels);

        Assert.Equal(Math.Log(Classes), loss, 5);
    }

    [Fact]
    public void Solve_OfFeaturesInParts_FindsTheSame()
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor features, Tensor labels) = Clouds(60, 8, spread: 1.5);
        using WholeFeatures whole = new(features);
        using InParts parts = new(whole, 7);
        using RidgeClassifier once = new(whole, labels, Classes);
        using RidgeClassifier often = new(parts, labels, Classes);

        Tensor expected = once.Solve(2, once.Start(), 500).Point;
        Tensor solved = often.Solve(2, often.Start(), 500).Point;

        Assert.True(solved.allclose(expected, rtol: 1e-3, atol: 1e-3));
        (double loss, double accuracy) = RidgeClassifier.Measure(expected, parts, labels);
        (double wholeLoss, double wholeAccuracy) = RidgeClassifier.Measure(expected, whole, labels);
        Assert.Equal(
            (wholeLoss, wholeAccuracy),
            (loss, accuracy),
            (a, b) => Math.Abs(a.Item1 - b.Item1) < 1e-6 && a.Item2 == b.Item2
        );
    }

    [Fact]
    public void Choose_NoisyClouds_WantsAStrongerRidgeThanClearOnes()
    {
        using DisposeScope scope = NewDisposeScope();

        RidgeChoice clear = Choose(Clouds(90, 40, spread: 0.2));
        RidgeChoice noisy = Choose(Clouds(90, 40, spread: 6));

        Assert.Equal((5, 5), (clear.Folds, noisy.Folds));
        Assert.InRange(clear.Strength * 10, 0, noisy.Strength);
        Assert.InRange(clear.Loss, 0, 0.1);
        Assert.InRange(noisy.Loss, 0.5, Math.Log(Classes) + 0.1);
    }

    [Fact]
    public void Choose_Twice_ChoosesTheSame()
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor, Tensor) clouds = Clouds(60, 8, spread: 2);

        Assert.Equal(Choose(clouds), Choose(clouds));
    }

    [Fact]
    public void Choose_TooFewPictures_TakesTheMiddleWithoutFolds()
    {
        using DisposeScope scope = NewDisposeScope();

        RidgeChoice choice = Choose(Clouds(6, 8, spread: 1));

        Assert.Equal((8.0, 0), (choice.Strength, choice.Folds));
    }

    [Fact]
    public void Choose_AndSolve_LeaveNoTensorBehind()
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor features, Tensor labels) = Clouds(30, 4, spread: 1);
        long before = LiveTensors.OfThisThread;

        using (NewDisposeScope())
        {
            double strength = Choose((features, labels)).Strength;
            using WholeFeatures whole = new(features);
            using RidgeClassifier classifier = new(whole, labels, Classes);
            classifier.Solve(strength, classifier.Start(), 50);
        }

        Assert.Equal(before, LiveTensors.OfThisThread);
    }

    private static RidgeChoice Choose((Tensor Features, Tensor Labels) clouds) =>
        RidgeSearch.Choose(clouds.Features, clouds.Labels, Classes, TestContext.Current.CancellationToken);

    /// <summary>Clouds of points [rows, dimensions], one around each class's own place, with mean square 1.</summary>
    private static (Tensor Features, Tensor Labels) Clouds(int rows, int dimensions, double spread)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(5);
        Tensor labels = arange(rows, dtype: ScalarType.Int64).remainder(Classes);
        Tensor places = randn(Classes, dimensions).index_select(0, labels);
        Tensor points = places + (randn(rows, dimensions) * spread);
        points -= points.mean([0], keepdim: true);
        return scope.MoveToOuter(points / points.square().mean().sqrt(), labels);
    }

    private sealed class InParts(IFeatureParts whole, int rowsAtOnce) : IFeatureParts
    {
        public int Rows => whole.Rows;

        public int Columns => whole.Columns;

        public Device Device => whole.Device;

        public void ForEach(Action<int, Tensor> take) =>
            whole.ForEach(
                (_, all) =>
                {
                    for (int first = 0; first < Rows; first += rowsAtOnce)
                    {
                        using Tensor part = all.narrow(0, first, Math.Min(rowsAtOnce, Rows - first));
                        take(first, part);
                    }
                }
            );

        public void Dispose() { }
    }
}
