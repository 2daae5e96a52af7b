using TransferWeb.Core.Guidance;
using TransferWeb.Core.Runs;

namespace TransferWeb.Core.Tests.Guidance;

public sealed class TimeEstimateTests
{
    private static double Seconds(
        FreezePolicy policy,
        int pictures = 1000,
        double rate = 50,
        Func<TrainingSpec, TrainingSpec>? with = null
    )
    {
        RunSpec spec = Networks.Spec(policy);
        spec = with is null ? spec : spec with { Training = with(spec.Training) };
        return TimeEstimate.Seconds(spec, Networks.ResNet18, pictures, pictures / 4, rate);
    }

    [Fact]
    public void Seconds_TheMoreIsTrained_TheLonger()
    {
        double[] times =
        [
            Seconds(FreezePolicy.HeadOnly),
            Seconds(FreezePolicy.LastStages(1)),
            Seconds(FreezePolicy.LastStages(3)),
            Seconds(FreezePolicy.Full),
        ];

        Assert.Equal(times.Order(), times);
        Assert.True(times[0] * 5 < times[1], "A frozen network looks at each picture once only.");
    }

    [Fact]
    public void Seconds_HeadOnly_HardlyDependsOnTheRounds()
    {
        double usual = Seconds(FreezePolicy.HeadOnly);
        double twice = Seconds(FreezePolicy.HeadOnly, with: t => t with { Epochs = 200 });

        Assert.InRange(twice / usual, 1, 1.1);
    }

    [Fact]
    public void Seconds_TwiceTheRounds_TakesAboutTwiceAsLong()
    {
        double once = Seconds(FreezePolicy.Full, with: t => t with { Epochs = 10 });
        double twice = Seconds(FreezePolicy.Full, with: t => t with { Epochs = 20 });

        Assert.InRange(twice / once, 1.9, 2);
    }

    [Fact]
    public void Seconds_SmallerPictures_TakeLess()
    {
        Assert.True(Seconds(FreezePolicy.Full, with: t => t with { InputSize = 112 }) < Seconds(FreezePolicy.Full) / 3);
    }

    [Fact]
    public void Seconds_FasterDevice_IsBoundByOpeningThePictures()
    {
        double fast = Seconds(FreezePolicy.Full, rate: 10_000);
        double faster = Seconds(FreezePolicy.Full, rate: 20_000);

        Assert.True(fast < Seconds(FreezePolicy.Full) / 10);
        Assert.Equal(fast, faster, 6);
    }

    [Fact]
    public void Seconds_RateOfZero_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Seconds(FreezePolicy.Full, rate: 0));
}
