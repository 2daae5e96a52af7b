using TransferWeb.Training.Optimization;

namespace TransferWeb.Training.Tests.Optimization;

public sealed class WarmupCosineTests
{
    [Fact]
    public void Factor_OverARun_RisesEvenlyAndFallsAlongACosine()
    {
        double[] factors = [.. Enumerable.Range(1, 100).Select(step => WarmupCosine.Factor(step, steps: 100, warmup: 10))];

        Assert.Equal(0.1, factors[0], 12);
        Assert.Equal(1, factors[9], 12);
        Assert.Equal(1, factors[10], 12);
        Assert.Equal(0.5, factors[55], 12);
        Assert.True(factors[99] is > 0 and < 0.001);
        Assert.Equal(factors[10..].OrderDescending(), factors[10..]);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    public void Factor_OfTheShortestRuns_StaysAboveZeroAndFinite(int steps, int warmup)
    {
        Assert.All(Enumerable.Range(1, steps), step => Assert.InRange(WarmupCosine.Factor(step, steps, warmup), 1e-9, 1));
    }

    [Fact]
    public void Apply_WithTwoGroups_KeepsTheirProportion()
    {
        using TorchSharp.Modules.Linear layer = nn.Linear(2, 2);
        optim.Optimizer optimizer = optim.SGD(
            [
                new TorchSharp.Modules.SGD.ParamGroup([(TorchSharp.Modules.Parameter)layer.weight], 0.1),
                new TorchSharp.Modules.SGD.ParamGroup([(TorchSharp.Modules.Parameter)layer.bias!], 0.01),
            ],
            0.1
        );
        WarmupCosine schedule = new(optimizer, steps: 10, warmupShare: 0.5);

        schedule.Apply(2);

        Assert.Equal([0.04, 0.004], optimizer.ParamGroups.Select(g => Math.Round(g.LearningRate, 12)));
        Assert.Equal(0.04, schedule.Rate, 12);
    }
}
