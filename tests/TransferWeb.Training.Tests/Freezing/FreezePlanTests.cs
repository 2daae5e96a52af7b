using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Tests.Support;
using TransferWeb.Vision.Weights;

namespace TransferWeb.Training.Tests.Freezing;

public sealed class FreezePlanTests : IDisposable
{
    private readonly RunLab lab = new();

    public FreezePlanTests() => Pictures.Write(lab.Pictures, 8, "blue", "red");

    public void Dispose() => lab.Dispose();

    [Fact]
    public void HeadOnly_AfterTraining_EveryBackboneTensorIsBitForBitTheSame()
    {
        (_, string[] changed) = Train(FreezePolicy.HeadOnly);

        Assert.NotEmpty(changed);
        Assert.All(changed, name => Assert.True(IsHead(name), name));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void LastStages_AfterTraining_OnlyTheyAndTheHeadHaveChanged(int stages)
    {
        (string[] all, string[] changed) = Train(FreezePolicy.LastStages(stages));

        string[] trained = [.. Manifest.Stages.TakeLast(stages).SelectMany(stage => stage.Prefixes)];
        bool Trains(string name) =>
            IsHead(name) || trained.Any(p => name == p || name.StartsWith(p + ".", StringComparison.Ordinal));
        Assert.All(changed, name => Assert.True(Trains(name), name));
        Assert.Equal(all.Where(Trains).Order(), changed.Order());
    }

    [Fact]
    public void Custom_AfterTraining_OnlyItsStagesAndTheHeadHaveChanged()
    {
        (string[] all, string[] changed) = Train(FreezePolicy.Custom("layer2", "layer4"));

        bool Trains(string name) => IsHead(name) || name.Split('.')[0] is "layer2" or "layer4";
        Assert.Equal(all.Where(Trains).Order(), changed.Order());
    }

    [Fact]
    public void Custom_WithAStageThatIsNotThere_NamesThoseThatAre()
    {
        RunFailedException failure = lab.Fail(lab.Spec() with { Freezing = FreezePolicy.Custom("layer9") });

        Assert.Equal(RunFailure.InvalidSpec, failure.Failure);
        Assert.Equal(
            "TransferWeb mini has no stage named 'layer9'. It has stem, layer1, layer2, layer3 and layer4.",
            failure.Message
        );
    }

    [Fact]
    public void Gradual_OverTwoEpochs_HasReachedTheLastTwoStagesOnly()
    {
        (string[] all, string[] changed) = Train(FreezePolicy.Gradual);

        bool Trains(string name) => IsHead(name) || name.Split('.')[0] is "layer3" or "layer4";
        Assert.Empty(changed.Except(all.Where(Trains)));
        Assert.Contains(changed, name => name.StartsWith("layer4", StringComparison.Ordinal));
    }

    [Fact]
    public void Full_AfterTraining_EveryTensorHasChanged()
    {
        (string[] all, string[] changed) = Train(FreezePolicy.Full);

        Assert.Equal(all.Order(), changed.Order());
    }

    [Fact]
    public void RunStarted_OfEachPolicy_CountsWhatIsTrained()
    {
        long[] trainable =
        [
            .. new[] { FreezePolicy.HeadOnly, FreezePolicy.LastStages(1), FreezePolicy.LastStages(2), FreezePolicy.Full }.Select(
                policy =>
                {
                    lab.Run(lab.Spec(epochs: 1) with { Freezing = policy });
                    RunStarted started = lab.Heard.Events.OfType<RunStarted>().Single();
                    return policy == FreezePolicy.Full
                        ? started.TotalParameters - started.TrainableParameters
                        : started.TrainableParameters;
                }
            ),
        ];

        Assert.Equal((Manifest.FeatureDimensions + 1) * 2, trainable[0]);
        Assert.Equal(trainable[0] + Manifest.Stages[^1].Parameters, trainable[1]);
        Assert.Equal(trainable[1] + Manifest.Stages[^2].Parameters, trainable[2]);
        Assert.Equal(0, trainable[3]);
    }

    private static BackboneManifest Manifest => Vision.Backbones.BackboneRegistry.Find(RunLab.Backbone);

    private static bool IsHead(string name) => name.StartsWith(Manifest.ClassifierName + ".", StringComparison.Ordinal);

    /// <summary>What a run has changed: in the model it made, or in the weights of its last epoch, which need not be the ones it kept.</summary>
    private (string[] All, string[] Changed) Train(FreezePolicy policy)
    {
        (RunEnding ending, string folder) = lab.Run(lab.Spec(epochs: 2) with { Freezing = policy });
        Assert.Equal(RunOutcome.Completed, ending.Outcome);
        using WeightFile before = WeightFile.Open(lab.Weights);
        using WeightFile after = WeightFile.Open(Path.Combine(folder, RunFiles.Weights));
        string[] all = [.. after.Tensors.Keys];
        IEnumerable<string> changed = Changed(before, after);
        string last = Path.Combine(folder, RunFiles.LastCheckpoint);
        if (File.Exists(last))
        {
            using WeightFile end = WeightFile.Open(last);
            changed = changed.Union(Changed(before, end)).ToArray();
        }

        return (all, [.. changed]);
    }

    private static string[] Changed(WeightFile before, WeightFile after) =>
        [
            .. after
                .Tensors.Values.Where(t =>
                    before.Tensors.TryGetValue(t.Name, out WeightTensor? old)
                    && !t.ToBytes().AsSpan().SequenceEqual(old.ToBytes())
                )
                .Select(t => t.Name),
        ];
}
