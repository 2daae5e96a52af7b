using TorchSharp.Modules;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Freezing;
using TransferWeb.Training.Optimization;
using TransferWeb.Training.Tests.Support;
using TransferWeb.Vision.Backbones;

namespace TransferWeb.Training.Tests.Optimization;

public sealed class RateGroupsTests : IDisposable
{
    private readonly Backbone model = BackboneRegistry.Create(RunLab.Backbone, 3);

    public void Dispose() => model.Dispose();

    [Fact]
    public void Of_AllStages_FallsFromTheHeadToTheInputAndCoversEveryParameterOnce()
    {
        IReadOnlyList<RateGroup> groups = Of(FreezePolicy.Full, new TrainingSpec { BackboneRateShare = 0.1, LayerDecay = 0.5 });

        Assert.Equal([1, 0.1, 0.05, 0.025, 0.0125, 0.00625], groups.Select(g => Math.Round(g.Share, 9)));
        Parameter[] all = [.. groups.SelectMany(g => g.Parameters)];
        Assert.Equal(all.Length, model.parameters().Count());
        Assert.Equal(model.parameters().Sum(p => p.numel()), all.Sum(p => p.numel()));
    }

    [Fact]
    public void Of_CustomStages_GivesThemTheRateOfTheirDepthOrTheirOwn()
    {
        TrainingSpec spec = new()
        {
            BackboneRateShare = 1,
            LayerDecay = 0.5,
            StageRates = new StageRates(new StageRate("layer4", 0.3)),
        };

        IReadOnlyList<RateGroup> groups = Of(FreezePolicy.Custom("layer2", "layer4"), spec);

        Assert.Equal([1, 0.3, 0.25], groups.Select(g => g.Share));
    }

    [Theory]
    [InlineData(OptimizerKind.AdamW)]
    [InlineData(OptimizerKind.Sgd)]
    public void Optimizer_OverGroups_HasTheirRates(OptimizerKind kind)
    {
        TrainingSpec spec = new()
        {
            LearningRate = 0.01,
            WeightDecay = 0.1,
            BackboneRateShare = 0.1,
            LayerDecay = 0.5,
            Optimizer = kind,
        };
        FreezePlan plan = FreezePlan.Apply(model, FreezePolicy.LastStages(2));

        using optim.Optimizer optimizer = OptimizerFactory.Build(RateGroups.Of(model, plan, spec), spec);

        // Matrices and vectors of each: decayed and not.
        double[] rates = [.. optimizer.ParamGroups.Select(g => Math.Round(g.LearningRate, 9))];
        Assert.Equal([0.01, 0.01, 0.001, 0.001, 0.0005, 0.0005], rates);
        WarmupCosine schedule = new(optimizer, steps: 10, warmupShare: 0);
        schedule.Apply(6);
        Assert.All(
            optimizer.ParamGroups.Zip(rates),
            pair => Assert.Equal(pair.Second * schedule.Rate / 0.01, pair.First.LearningRate, 12)
        );
    }

    private IReadOnlyList<RateGroup> Of(FreezePolicy policy, TrainingSpec spec) =>
        RateGroups.Of(model, FreezePlan.Apply(model, policy), spec);
}
