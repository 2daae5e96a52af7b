using TransferWeb.Core.Guidance;
using TransferWeb.Core.Runs;

namespace TransferWeb.Core.Tests.Guidance;

public sealed class RecipeTests
{
    [Theory]
    [InlineData("head", "only the head")]
    [InlineData("last:1", "the last of 5 stages and the head")]
    [InlineData("last:2", "the last 2 of 5 stages and the head")]
    [InlineData("full", "everything")]
    [InlineData("scratch", "everything, from scratch")]
    public void WhatIsTrained_Strategy_IsSaid(string strategy, string said)
    {
        (FreezePolicy freezing, WeightStart start) = TrainingStrategy.Parse(strategy)!.Value;

        Assert.Equal(said, Recipe.WhatIsTrained(Networks.Spec(freezing, start), Networks.ResNet18));
    }

    [Fact]
    public void Sentences_OpenSettings_AreSaidWithTheirValues()
    {
        string recipe = string.Join(
            ' ',
            Recipe.Sentences(Networks.Spec(FreezePolicy.LastStages(2)), Networks.ResNet18, 1012, 126, 127, 6, 360)
        );

        Assert.Contains(
            "Take ResNet-18, pretrained on ImageNet-1k, and train the last 2 of 5 stages and the head.",
            recipe,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Learn from 1,012 pictures in 6 classes for up to 12 rounds, 32 pictures a step at 224 × 224 pixels.",
            recipe,
            StringComparison.Ordinal
        );
        Assert.Contains("Train the head on the frozen network first", recipe, StringComparison.Ordinal);
        Assert.Contains("step size of up to 0.0003", recipe, StringComparison.Ordinal);
        Assert.Contains("Check on 126 pictures after each round and keep the best round.", recipe, StringComparison.Ordinal);
        Assert.Contains("Measure the result on 127 other pictures it never saw.", recipe, StringComparison.Ordinal);
        Assert.EndsWith("About 6 minutes on this computer.", recipe, StringComparison.Ordinal);
    }

    [Fact]
    public void Sentences_NoTestSplit_SayThatTheCheckedPicturesAreMeasuredOn()
    {
        string recipe = string.Join(
            ' ',
            Recipe.Sentences(Networks.Spec(FreezePolicy.HeadOnly), Networks.ResNet18, 100, 25, 0, 2, null)
        );

        Assert.Contains("Measure the result on the same 25 pictures", recipe, StringComparison.Ordinal);
        Assert.DoesNotContain("on this computer", recipe, StringComparison.Ordinal);
        Assert.Contains("Look at each picture once", recipe, StringComparison.Ordinal);
        Assert.Contains("Solve for the head", recipe, StringComparison.Ordinal);
        Assert.DoesNotContain("AdamW", recipe, StringComparison.Ordinal);
    }

    [Fact]
    public void Headline_EachPhase_IsInPlainWords()
    {
        Assert.Equal("Starting", RunWords.Headline(null, null, 0, null, null));
        Assert.Equal("Open the pictures", RunWords.Headline(RunPhase.OpenDataset, null, 0, null, null));
        Assert.Equal(
            "Get the network's weights · 50 % · about 30 seconds left",
            RunWords.Headline(RunPhase.PrepareWeights, new(RunPhase.PrepareWeights, 7, 14, 28), 0, null, null)
        );
        Assert.Equal("Measure on pictures it never saw", RunWords.Headline(RunPhase.Evaluate, null, 20, Seventh, 0.91));
    }

    [Fact]
    public void Headline_WhileTraining_SaysTheRoundItIsInAndHowGoodItIs()
    {
        Assert.Equal("Round 1 of 20", RunWords.Headline(RunPhase.Fit, null, 20, null, null));
        Assert.Equal(
            "Round 1 of 20 · about 10 minutes left",
            RunWords.Headline(RunPhase.Fit, new(RunPhase.Fit, 5, 640, 600), 20, null, null)
        );
        Assert.Equal(
            "Round 8 of 20 · 91 % right so far · about 3 minutes left",
            RunWords.Headline(RunPhase.Fit, null, 20, Seventh, 0.91)
        );
        EpochCompleted last = Seventh with { Epoch = 20, RemainingSeconds = 0 };
        Assert.Equal("Round 20 of 20 · 92 % right so far", RunWords.Headline(RunPhase.Fit, null, 20, last, 0.92));
    }

    private static EpochCompleted Seventh => new(7, 20, 0.2, 0.3, 0.9, false, 70, 180);
}
