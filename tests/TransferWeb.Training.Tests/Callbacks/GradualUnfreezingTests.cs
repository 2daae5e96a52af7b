using TransferWeb.Core.Runs;
using TransferWeb.Training.Callbacks;
using TransferWeb.Training.Events;
using TransferWeb.Training.Freezing;
using TransferWeb.Training.Tests.Support;
using TransferWeb.Vision.Backbones;

namespace TransferWeb.Training.Tests.Callbacks;

public sealed class GradualUnfreezingTests
{
    [Theory]
    [InlineData(1, 2, 1)]
    [InlineData(2, 2, 1)]
    [InlineData(3, 2, 2)]
    [InlineData(9, 2, 5)]
    [InlineData(30, 2, 5)]
    public void StagesAt_AnEpoch_CountsFromTheHeadDown(int epoch, int pace, int expected) =>
        Assert.Equal(expected, GradualUnfreezing.StagesAt(epoch, pace, stages: 5));

    [Theory]
    [InlineData(null, 12, 5, 1)]
    [InlineData(null, 40, 5, 4)]
    [InlineData(null, 3, 5, 1)]
    [InlineData(3, 12, 5, 3)]
    public void EpochsPerStage_LeftOpen_SpreadsTheStagesOverHalfTheRun(int? asked, int epochs, int stages, int expected) =>
        Assert.Equal(expected, GradualUnfreezing.EpochsPerStage(new GradualPolicy(asked), epochs, stages));

    [Fact]
    public void EachEpoch_OfANetwork_TrainsTheRightStagesAndRestsTheOthers()
    {
        using Backbone model = BackboneRegistry.Create(RunLab.Backbone, 2);
        FreezePlan plan = FreezePlan.Apply(model, FreezePolicy.Gradual);
        RecordingSink heard = new();
        List<string> trained = [];
        Watcher watcher = new(plan, model, trained);

        Trainers.Run(epochs: 4, rate: 0.01, new GradualUnfreezing(plan, 1, new RunEvents(TimeProvider.System, heard)), watcher);

        Assert.Equal(["layer4", "layer3 layer4", "layer2 layer3 layer4", "layer1 layer2 layer3 layer4"], trained);
        Assert.Equal(3, heard.Notes.Count());
        Assert.Equal("From epoch 2 on, layer3 is trained too.", heard.Notes.First());
    }

    private sealed class Watcher(FreezePlan plan, Backbone model, List<string> trained) : TrainerCallback
    {
        public override void OnEpochStarted(TrainingState state)
        {
            plan.EnterTraining();
            Stage[] now = [.. model.Stages.Where(s => s.Modules.All(m => m.parameters().All(p => p.requires_grad)))];
            Assert.All(model.Stages, s => Assert.All(s.Modules, m => Assert.Equal(now.Contains(s), m.training)));
            Assert.All(model.HeadParameters(), p => Assert.True(p.requires_grad));
            trained.Add(string.Join(' ', now.Select(s => s.Name)));
        }
    }
}
