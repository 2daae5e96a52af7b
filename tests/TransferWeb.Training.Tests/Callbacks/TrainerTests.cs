using System.Runtime.InteropServices;
using TorchSharp.Modules;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Callbacks;
using TransferWeb.Training.Events;
using TransferWeb.Training.Optimization;
using TransferWeb.Training.Tests.Support;

namespace TransferWeb.Training.Tests.Callbacks;

public sealed class TrainerTests
{
    private const int Samples = 40;
    private const int Epochs = 50;

    [Fact]
    public void Fit_OverTwoHundredSteps_KeepsTheNumberOfTensors()
    {
        TensorCounter counter = new();

        TrainingState state = Fit(counter);

        Assert.Equal(200, state.Step);
        Assert.Single(counter.Counts.Skip(1).Distinct());
    }

    [Fact]
    public void Fit_OnSeparableSamples_LearnsThemAndNamesTheBestEpoch()
    {
        Recorder recorder = new();

        TrainingState state = Fit(recorder);

        Assert.Equal(1, state.BestAccuracy);
        Assert.Equal(recorder.Best.Last(), state.BestEpoch);
        Assert.True(recorder.Losses[^1] < recorder.Losses[0] / 2);
    }

    [Fact]
    public void Fit_AskedToStop_EndsAfterTheEpoch()
    {
        Assert.Equal(3, Fit(new StopAfter(3)).Epoch);
    }

    [Fact]
    public void Fit_WithARateFarTooHigh_EndsWithTheStepAndTheRate()
    {
        RunFailedException failure = Assert.Throws<RunFailedException>(() => Fit(new TerminateOnNaN(), learningRate: 1e38));

        Assert.Equal(RunFailure.Diverged, failure.Failure);
        Assert.Contains("of 200. The learning rate", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_WhereOnlyFiveSamplesFitInMemory_HalvesTheBatchAndLearnsTheSame()
    {
        Recorder whole = new();
        Recorder halved = new();

        Fit(whole);
        Fit(halved, objective: new SmallMemory(5));

        Assert.Equal([2], halved.Parts);
        Assert.Equal(whole.Losses, halved.Losses, (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Fit_InPartsFromTheBeginning_LearnsTheSameAndSaysNothing()
    {
        Recorder whole = new();
        Recorder inParts = new();

        Fit(whole);
        Fit(inParts, objective: new SmallMemory(5), parts: 2);

        Assert.Empty(inParts.Parts);
        Assert.Equal(whole.Losses, inParts.Losses, (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Theory]
    [InlineData(4, 3)]
    [InlineData(8, 2)]
    public void Fit_InParts_NeverLeavesASampleAlone(int parts, int largest)
    {
        PartSizes sizes = new();

        Fit(new Recorder(), objective: sizes, parts: parts);

        Assert.Equal((2, largest), (sizes.Seen.Min(), sizes.Seen.Max()));
    }

    [Fact]
    public void Fit_WhereMemoryRunsOut_SaysOnceThatItGoesOnInParts()
    {
        RecordingSink heard = new();
        MetricsReporter reporter = new(new RunEvents(TimeProvider.System, heard), TimeProvider.System);

        TrainingState state = Fit(reporter, objective: new SmallMemory(5));

        Assert.Equal(Epochs, state.Epoch);
        Assert.Equal(
            "The memory did not suffice for a whole batch, so each is computed in 2 parts from step 1 on. The run goes on, a little slower.",
            Assert.Single(heard.Notes)
        );
        Assert.Equal(Epochs, heard.Events.OfType<EpochCompleted>().Count());
    }

    [Fact]
    public void Fit_WhereNotEvenTwoSamplesFitInMemory_Fails()
    {
        Recorder recorder = new();

        Exception failure = Assert.Throws<ExternalException>(() => Fit(recorder, objective: new SmallMemory(1)));

        Assert.Contains("can't allocate memory", failure.Message, StringComparison.Ordinal);
        Assert.Equal([2, 4], recorder.Parts);
    }

    private static TrainingState Fit(
        TrainerCallback callback,
        double learningRate = 0.05,
        ITrainingObjective? objective = null,
        int parts = 1
    )
    {
        manual_seed(1);
        using Linear model = nn.Linear(2, 2);
        using FeatureBatches train = Batches(shuffleSeed: 3);
        using FeatureBatches validation = Batches(shuffleSeed: null);
        TrainingSpec spec = new() { LearningRate = learningRate, WeightDecay = 0 };
        using optim.Optimizer optimizer = OptimizerFactory.Build(model.parameters(), spec);
        WarmupCosine schedule = new(optimizer, Epochs * train.Batches, 0.1);
        Trainer trainer = new(
            model,
            () => model.train(),
            optimizer,
            schedule,
            x => model.call(x),
            [callback],
            objective,
            parts: parts
        );
        return trainer.Fit(train, validation, Epochs);
    }

    private static FeatureBatches Batches(long? shuffleSeed)
    {
        Random random = new(2);
        float[] features = [.. Enumerable.Range(0, Samples * 2).Select(i => (float)random.NextDouble() + (i / 2 % 2 * 2))];
        long[] labels = [.. Enumerable.Range(0, Samples).Select(i => (long)(i % 2))];
        return new FeatureBatches(tensor(features, [Samples, 2]), tensor(labels), batchSize: 10, shuffleSeed);
    }

    private sealed class TensorCounter : TrainerCallback
    {
        public List<long> Counts { get; } = [];

        public override void OnEpochCompleted(TrainingState state) => Counts.Add(LiveTensors.OfThisThread);
    }

    private sealed class Recorder : TrainerCallback
    {
        public List<int> Best { get; } = [];

        public List<double> Losses { get; } = [];

        public List<int> Parts { get; } = [];

        public override void OnBatchHalved(TrainingState state, int parts) => Parts.Add(parts);

        public override void OnEpochCompleted(TrainingState state)
        {
            Losses.Add(state.TrainLoss);
            if (state.IsBest)
            {
                Best.Add(state.Epoch);
            }
        }
    }

    private sealed class StopAfter(int epoch) : TrainerCallback
    {
        public override void OnEpochCompleted(TrainingState state) => state.StopRequested = state.Epoch == epoch;
    }

    /// <summary>Notes how many samples come at a time.</summary>
    private sealed class PartSizes : ITrainingObjective
    {
        public HashSet<long> Seen { get; } = [];

        public (Tensor Loss, Tensor Logits) Measure(Func<Tensor, Tensor> forward, Tensor inputs, Tensor labels, long step)
        {
            Seen.Add(inputs.shape[0]);
            return CrossEntropy.Plain.Measure(forward, inputs, labels, step);
        }
    }

    /// <summary>Refuses larger batches as libtorch does when memory runs out.</summary>
    private sealed class SmallMemory(int samples) : ITrainingObjective
    {
        public (Tensor Loss, Tensor Logits) Measure(Func<Tensor, Tensor> forward, Tensor inputs, Tensor labels, long step) =>
            inputs.shape[0] > samples
                ? throw new ExternalException("DefaultCPUAllocator: can't allocate memory")
                : CrossEntropy.Plain.Measure(forward, inputs, labels, step);
    }
}
