using TorchSharp.Modules;
using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;
using TransferWeb.Tests;
using TransferWeb.Training.Callbacks;
using TransferWeb.Training.Checkpoints;
using TransferWeb.Training.Optimization;
using TransferWeb.Training.Tests.Support;
using TransferWeb.Vision.Weights;

namespace TransferWeb.Training.Tests.Callbacks;

public sealed class ModelCheckpointTests : IDisposable
{
    // Nothing is learnt at such a rate: what the fit began with stays the best.
    private const double NoRate = 1e-300;

    private readonly TemporaryFolder folder = new();
    private readonly ManualTime time = new();
    private readonly Parameter weight = new(zeros(1));
    private readonly List<int> kept = [];

    public void Dispose()
    {
        weight.Dispose();
        folder.Dispose();
    }

    [Theory]
    // The first takes 0.25 s with the best, so the next is due after 5 s; that one, 0.125 s alone, makes the next due after 2.5 s.
    [InlineData(1, 0.125, new[] { 1, 6, 9, 10 })]
    [InlineData(100, 0.125, new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })]
    // A slow disk makes nobody lose more than a minute.
    [InlineData(20, 60, new[] { 1, 4, 7, 10 })]
    public void Checkpoints_OfAFit_TakeATwentiethOfItsTime(double epochSeconds, double writeSeconds, int[] expected)
    {
        using ModelCheckpoint checkpoint = Checkpoint(writeSeconds);

        Trainers.RunFromMeasuredStart(10, NoRate, new Clock(time, epochSeconds, weight), checkpoint);

        Assert.Equal(expected, kept);
        Assert.Equal(0, CheckpointFile.ReadPosition(folder.Combine(RunFiles.BestCheckpoint)).Epoch);
        Assert.Equal((0, 10), (Weight(RunFiles.BestCheckpoint), Weight(RunFiles.LastCheckpoint)));
    }

    [Fact]
    public void Best_BeforeTheFirstCheckpoint_WaitsInMemoryAsItWas()
    {
        using ModelCheckpoint checkpoint = Checkpoint(writeSeconds: 1);

        Trainers.RunFromMeasuredStart(1, NoRate, new Clock(time, 1, weight), checkpoint);

        Assert.Equal(0, CheckpointFile.ReadPosition(folder.Combine(RunFiles.BestCheckpoint)).Epoch);
        Assert.Equal((0, 1), (Weight(RunFiles.BestCheckpoint), Weight(RunFiles.LastCheckpoint)));
    }

    private ModelCheckpoint Checkpoint(double writeSeconds)
    {
        OptimizerHelper optimizer = OptimizerFactory.Build([weight], new TrainingSpec { LearningRate = 1, WeightDecay = 0 });
        ResumePoint resume = new(folder.Combine(RunFiles.LastCheckpoint), Changing, optimizer, [], CPU, "the same");
        return new ModelCheckpoint(
            folder.Path,
            Changing,
            resume,
            write =>
            {
                write();
                time.Advance(TimeSpan.FromSeconds(writeSeconds));
                string last = folder.Combine(RunFiles.LastCheckpoint);
                if (File.Exists(last) && CheckpointFile.ReadPosition(last).Epoch is var epoch && epoch != kept.LastOrDefault())
                {
                    kept.Add(epoch);
                }
            },
            time
        );
    }

    private Dictionary<string, Tensor> Changing() => new(StringComparer.Ordinal) { ["weight"] = weight };

    private float Weight(string name)
    {
        using WeightFile file = WeightFile.Open(folder.Combine(name));
        return BitConverter.ToSingle(file.Tensors["weight"].ToBytes());
    }

    /// <summary>Lets each epoch last so long, and puts its number into the weight.</summary>
    private sealed class Clock(ManualTime time, double epochSeconds, Parameter weight) : TrainerCallback
    {
        public override void OnEpochStarted(TrainingState state)
        {
            time.Advance(TimeSpan.FromSeconds(epochSeconds));
            using IDisposable mode = no_grad();
            weight.fill_(state.Epoch);
        }
    }
}
