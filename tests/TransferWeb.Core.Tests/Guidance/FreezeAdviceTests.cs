using TransferWeb.Core.Guidance;
using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;

namespace TransferWeb.Core.Tests.Guidance;

public sealed class FreezeAdviceTests
{
    [Theory]
    [InlineData(20, SourceDistance.Far, "HeadOnly")]
    [InlineData(5000, SourceDistance.Near, "HeadOnly")]
    [InlineData(300, SourceDistance.Far, "LastStages(1)")]
    [InlineData(300, SourceDistance.Middle, "LastStages(1)")]
    [InlineData(5000, SourceDistance.Far, "HeadThenFull")]
    public void Recommend_PicturesAndDistance_DecideThePolicy(int perClass, SourceDistance distance, string policy)
    {
        FreezeRecommendation advice = FreezeAdvice.Recommend(perClass, distance, _ => 60);

        Assert.Equal(policy, advice.Policy.ToString());
        Assert.EndsWith(".", advice.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Recommend_TooSlowHere_StartsWithTheHeadAndSaysHowLongTheRestTakes()
    {
        FreezeRecommendation advice = FreezeAdvice.Recommend(300, SourceDistance.Far, _ => 7200);

        Assert.Equal(FreezePolicy.HeadOnly, advice.Policy);
        Assert.Contains("about 2 hours", advice.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Risk_GrowsWithWhatIsTrained()
    {
        Assert.StartsWith("Low", FreezeAdvice.Risk(FreezePolicy.HeadOnly, fromScratch: false, 20), StringComparison.Ordinal);
        Assert.StartsWith(
            "Noticeable",
            FreezeAdvice.Risk(FreezePolicy.LastStages(2), fromScratch: false, 20),
            StringComparison.Ordinal
        );
        Assert.StartsWith("High", FreezeAdvice.Risk(FreezePolicy.Full, fromScratch: false, 20), StringComparison.Ordinal);
        Assert.StartsWith("Very high", FreezeAdvice.Risk(FreezePolicy.Full, fromScratch: true, 20), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "HeadOnly", 0)]
    [InlineData(2, "LastStages(2)", 2)]
    [InlineData(5, "HeadThenFull", 5)]
    [InlineData(9, "HeadThenFull", 5)]
    public void PolicyFor_TrainedStages_IsTheInverse(int trained, string policy, int stages)
    {
        FreezePolicy made = NetworkPlan.PolicyFor(trained, 5);

        Assert.Equal(policy, made.ToString());
        Assert.Equal(stages, NetworkPlan.TrainedStages(made, 5));
    }

    [Fact]
    public void Draw_LastTwoStages_TrainsThemAndTheHead()
    {
        IReadOnlyList<PlannedStage> stages = NetworkPlan.Draw(Networks.ResNet18, FreezePolicy.LastStages(2), classes: 4);

        Assert.Equal([false, false, false, true, true, true], stages.Select(s => s.IsTrained));
        Assert.Equal(2_099_712 + 8_393_728 + (513 * 4), NetworkPlan.TrainedParameters(stages));
        Assert.True(stages[^1].IsHead);
    }
}
