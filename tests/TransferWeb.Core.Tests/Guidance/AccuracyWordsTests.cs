using TransferWeb.Core.Guidance;
using TransferWeb.Core.Metrics;
using TransferWeb.Core.Models;

namespace TransferWeb.Core.Tests.Guidance;

public sealed class AccuracyWordsTests
{
    private static EvaluationReport Report(double accuracy, double low, double high, double baseline, int images = 265) =>
        new()
        {
            Split = Split.Test,
            Classes = ["glass", "paper"],
            Images = images,
            AccuracyTop1 = accuracy,
            AccuracyInterval = new(low, high),
            F1Macro = accuracy,
            Loss = 1,
            CommonestClass = new("paper", baseline),
            PerClass = [],
            ConfusionMatrix = [],
            Predictions = [],
        };

    [Theory]
    [InlineData(0.24, 0.2, 0.29, 0.24, Verdict.Useless)]
    [InlineData(0.2, 0.15, 0.25, 0.24, Verdict.Useless)]
    [InlineData(0.3, 0.22, 0.4, 0.24, Verdict.Unproven)]
    [InlineData(0.9, 0.86, 0.93, 0.24, Verdict.Useful)]
    public void Judge_AgainstTheBaseline_IsHonest(double accuracy, double low, double high, double baseline, Verdict verdict) =>
        Assert.Equal(verdict, AccuracyWords.Judge(Report(accuracy, low, high, baseline)));

    [Fact]
    public void Baseline_Useless_SaysNotToUseIt()
    {
        string said = AccuracyWords.Baseline(Report(0.2, 0.15, 0.25, 0.24));

        Assert.Equal(
            "This is no better than guessing: always saying “paper” would be right for 24 %. Do not use this model yet.",
            said
        );
    }

    [Fact]
    public void Baseline_Useful_NamesIt() =>
        Assert.Equal(
            "Clearly better than guessing: always saying “paper” would be right for 24 %.",
            AccuracyWords.Baseline(Report(0.9, 0.86, 0.93, 0.24))
        );

    [Fact]
    public void Range_Narrow_SaysBetweenWhat() =>
        Assert.Equal(
            "Between 88 % and 94 % on new pictures like these, judged by 265 pictures it never learnt from.",
            AccuracyWords.Range(Report(0.91, 0.88, 0.94, 0.24))
        );

    [Fact]
    public void Range_Wide_AsksForMorePictures() =>
        Assert.EndsWith(
            "Hold back more pictures to know it more closely.",
            AccuracyWords.Range(Report(0.75, 0.6, 0.86, 0.25, 36)),
            StringComparison.Ordinal
        );

    [Fact]
    public void PlusMinus_Interval_IsInPoints()
    {
        Assert.Equal("± 3 points", AccuracyWords.PlusMinus(new(0.88, 0.94)));
        Assert.Equal("± 1 point", AccuracyWords.PlusMinus(new(0.99, 0.991)));
    }

    [Theory]
    [InlineData(0.97, "Very sure: glass, 97 %")]
    [InlineData(0.83, "Fairly sure: glass, 83 %")]
    [InlineData(0.55, "Not sure, perhaps: glass, 55 %")]
    [InlineData(0.3, "Hardly more than a guess: glass, 30 %")]
    public void Answer_Probability_IsPutInWords(double probability, string said) =>
        Assert.Equal(said, AccuracyWords.Answer("glass", probability));
}
