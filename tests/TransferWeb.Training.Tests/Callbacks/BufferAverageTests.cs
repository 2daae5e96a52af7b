using TorchSharp.Modules;
using TransferWeb.Tests;
using TransferWeb.Training.Callbacks;
using TransferWeb.Training.Ranks;
using TransferWeb.Training.Tests.Support;

namespace TransferWeb.Training.Tests.Callbacks;

public sealed class BufferAverageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void OnValidationStarted_AveragesRunningStatisticsAndNothingElse()
    {
        Dictionary<string, float[]>[] states = RankThreads.Together(folder, 2, AfterAnEpoch);

        Assert.All(states, state => Assert.Equal([1.5f, 1.5f], state["running_mean"]));
        Assert.All(states, state => Assert.Equal([15f, 15f], state["running_var"]));
        Assert.All(states, state => Assert.Equal([7f], state["num_batches_tracked"]));
        Assert.Equal([1f, 1f], states[0]["weight"]);
        Assert.Equal([2f, 2f], states[1]["weight"]);
    }

    private static Dictionary<string, float[]> AfterAnEpoch(RankGroup group)
    {
        using DisposeScope scope = NewDisposeScope();
        using BatchNorm2d norm = nn.BatchNorm2d(2);
        Dictionary<string, Tensor> state = norm.state_dict();
        using (no_grad())
        {
            state["running_mean"].fill_(group.Rank + 1);
            state["running_var"].fill_(10 * (group.Rank + 1));
            state["num_batches_tracked"].fill_(7);
            state["weight"].fill_(group.Rank + 1);
        }

        BufferAverage average = new(group, () => norm.state_dict(), norm.named_parameters());
        average.OnValidationStarted(new TrainingState(1, 1));
        return norm.state_dict()
            .ToDictionary(
                pair => pair.Key,
                pair => pair.Value.detach().to_type(ScalarType.Float32).flatten().data<float>().ToArray()
            );
    }
}
