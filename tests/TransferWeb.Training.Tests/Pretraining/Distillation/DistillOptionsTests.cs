using TransferWeb.Training.Pretraining.Distillation;

namespace TransferWeb.Tests.Pretraining.Distillation;

public sealed class DistillOptionsTests
{
    private static readonly DistillOptions Options = new()
    {
        Output = "a.safetensors",
        Teacher = "t.pth",
        PictureFolders = [],
        Steps = 100,
        WarmupSteps = 10,
        CooldownSteps = 40,
        LearningRate = 1,
        Side = 64,
        FinalSide = 96,
    };

    [Theory]
    [InlineData(0, 0.1)]
    [InlineData(9, 1)]
    [InlineData(59, 1)]
    [InlineData(60, 1)]
    [InlineData(70, 0.5)]
    [InlineData(99, 0.0126)]
    public void LearningRateAt_Step_RisesStaysAndFallsWithTheRoot(int step, double expected) =>
        Assert.Equal(expected, Options.LearningRateAt(step), tolerance: 1e-4);

    [Fact]
    public void LearningRateAt_BeforeTheFall_DoesNotDependOnTheNumberOfSteps()
    {
        DistillOptions longer = Options with { Steps = 500 };

        Assert.All(Enumerable.Range(0, 60), step => Assert.Equal(Options.LearningRateAt(step), longer.LearningRateAt(step)));
    }

    [Fact]
    public void SideAt_Step_GrowsWhenTheRateFalls()
    {
        Assert.Equal(64, Options.SideAt(59));
        Assert.Equal(96, Options.SideAt(60));
    }
}
