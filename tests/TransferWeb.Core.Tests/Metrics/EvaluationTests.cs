using TransferWeb.Core.Metrics;
using TransferWeb.Core.Models;

namespace TransferWeb.Core.Tests.Metrics;

public class EvaluationTests
{
    [Theory]
    [InlineData(8, 10, 0.4901625, 0.9433178)]
    [InlineData(0, 10, 0, 0.2775328)]
    [InlineData(145, 153, 0.9002, 0.9733)]
    public void WilsonInterval_KnownCounts_MatchPublishedFormula(int hits, int total, double low, double high)
    {
        Interval interval = ClassificationMetrics.WilsonInterval(hits, total);
        Assert.Equal(low, interval.Low, 1e-3);
        Assert.Equal(high, interval.High, 1e-3);
    }

    [Fact]
    public void Build_ThreeClasses_CountsAndScores()
    {
        (string, int, IReadOnlyList<double>)[] pictures =
        [
            ("a/1", 0, [0.8, 0.1, 0.1]),
            ("a/2", 0, [0.4, 0.5, 0.1]),
            ("b/1", 1, [0.1, 0.8, 0.1]),
            ("b/2", 1, [0.1, 0.9, 0.0]),
        ];
        EvaluationReport report = EvaluationBuilder.Build(Split.Test, ["a", "b", "c"], pictures, [1, 1, 0, 2]);

        Assert.Equal(0.75, report.AccuracyTop1);
        Assert.Equal(
            [
                [1, 1, 0],
                [0, 2, 0],
                [0, 0, 0],
            ],
            report.ConfusionMatrix
        );
        Assert.Equal(new ClassReport("a", 1, 0.5, 2.0 / 3, 2), report.PerClass[0]);
        Assert.Equal(new ClassReport("c", 0, 0, 0, 0), report.PerClass[2]);
        Assert.Equal(new Baseline("b", 0.5), report.CommonestClass);
        Assert.Equal((2.0 / 3 + 0.8 + 0) / 3, report.F1Macro, 1e-12);
        Assert.Equal(-(Math.Log(0.8) + Math.Log(0.4) + Math.Log(0.8) + Math.Log(0.9)) / 4, report.Loss, 1e-12);
        Assert.Equal("b", report.Predictions[1].PredictedLabel);
    }

    [Fact]
    public void Build_ZeroProbabilityOfTruth_LossStaysFinite()
    {
        EvaluationReport report = EvaluationBuilder.Build(Split.Validation, ["a", "b"], [("a/1", 0, [0.0, 1.0])], [0]);
        Assert.True(double.IsFinite(report.Loss));
    }
}
