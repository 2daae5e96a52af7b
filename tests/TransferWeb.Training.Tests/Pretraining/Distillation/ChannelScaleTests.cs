using TransferWeb.Training.Pretraining.Distillation;

namespace TransferWeb.Tests.Pretraining.Distillation;

public sealed class ChannelScaleTests
{
    [Fact]
    public void Apply_ToWhatWasMeasured_GivesMeanZeroAndDeviationOne()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor map = randn(4, 3, 5, 5, generator: new Generator(1)) * 7 + 2;
        using ChannelScale scale = ChannelScale.Of(map, keepZero: false);

        Tensor scaled = scale.Apply(map);

        Assert.InRange(scaled.mean([0, 2, 3]).abs().max().ToDouble(), 0, 1e-5);
        Assert.InRange((scaled.square().mean([0, 2, 3]) - 1).abs().max().ToDouble(), 0, 1e-4);
    }

    [Fact]
    public void Apply_KeepingZero_OnlyDivides()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor features = tensor([0f, 2f, 4f, 0f, 6f, 0f], [3, 2]);
        using ChannelScale scale = ChannelScale.Of(features, keepZero: true);

        Assert.Equal(0, scale.Mean.abs().max().ToDouble());
        Assert.Equal(0, scale.Apply(zeros_like(features)).abs().max().ToDouble());
    }

    [Fact]
    public void Of_AChannelThatNeverMoves_IsNotBlownUp()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor features = tensor([5f, 0f, 5f, 10f, 5f, 20f], [3, 2]);
        using ChannelScale scale = ChannelScale.Of(features, keepZero: false);

        double still = scale.Deviation[0, 0].ToDouble();
        double moving = scale.Deviation[0, 1].ToDouble();

        Assert.Equal(0.05 * moving, still, tolerance: 1e-4);
    }
}
