using System.Runtime.InteropServices;
using TorchSharp.Modules;
using TransferWeb.Core.Runs;
using TransferWeb.Tests;
using TransferWeb.Training.Callbacks;
using TransferWeb.Training.Data;
using TransferWeb.Training.Optimization;
using TransferWeb.Training.Ranks;
using TransferWeb.Training.Tests.Support;
using static TorchSharp.torch.nn;

namespace TransferWeb.Training.Tests.Callbacks;

/// <summary>The loop on several processes against the loop on one. The processes are threads here: to the exchanges that makes no difference.</summary>
public sealed class GradientAverageTests : IDisposable
{
    // With 23 samples in batches of 7 the last batch has two: of three processes, two get none of it.
    private const int Samples = 23;
    private const int BatchSize = 7;
    private const int Features = 6;
    private const int Epochs = 4;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(OptimizerKind.Sgd, 2, false)]
    [InlineData(OptimizerKind.AdamW, 2, false)]
    [InlineData(OptimizerKind.Sgd, 3, true)]
    [InlineData(OptimizerKind.AdamW, 3, true)]
    public void Fit_OnSeveralProcesses_EndsInTheWeightsOfOne(OptimizerKind optimizer, int size, bool weighted)
    {
        Fitted one = Fit(optimizer, weighted, group: null);

        Fitted[] several = RankThreads.Together(folder, size, group => Fit(optimizer, weighted, group));

        Assert.True(Distance(one.Weights, one.Start) > 0.05, "Nothing was learnt.");
        Assert.All(several, fitted => Assert.True(Distance(fitted.Weights, one.Weights) < 1e-5));
        Assert.All(several, fitted => Assert.Equal(several[0].Weights, fitted.Weights));
        Assert.All(several, fitted => Assert.Equal(one.State.Step, fitted.State.Step));
        Assert.All(several, fitted => Assert.Equal(one.State.TrainLoss, fitted.State.TrainLoss, 1e-5));
        Assert.All(several, fitted => Assert.Equal(one.State.TrainAccuracy, fitted.State.TrainAccuracy, 1e-9));
        Assert.Equal(one.State.ValidationLoss, several[0].State.ValidationLoss, 1e-5);
    }

    [Fact]
    public void Fit_WhereOneProcessRunsOutOfMemory_EndsInTheSameWeights()
    {
        Fitted one = Fit(OptimizerKind.Sgd, weighted: false, group: null);

        Fitted[] several = RankThreads.Together(
            folder,
            2,
            group => Fit(OptimizerKind.Sgd, false, group, memory: group.Rank == 1 ? 3 : int.MaxValue)
        );

        Assert.All(several, fitted => Assert.True(Distance(fitted.Weights, one.Weights) < 1e-5));
    }

    [Fact]
    public void Fit_WhereTheFirstStops_StopsEverywhere()
    {
        Fitted[] several = RankThreads.Together(
            folder,
            2,
            group => Fit(OptimizerKind.Sgd, false, group, extra: group.IsFirst ? new StopAfter(2) : new StopAfter(1))
        );

        Assert.All(several, fitted => Assert.Equal(2, fitted.State.Epoch));
    }

    [Fact]
    public void Fit_WhereTheFirstIsAskedToStop_EndsEverywhereInTheSameStep()
    {
        using CancellationTokenSource cancellation = new();
        StepCounter[] counters = [new(cancellation), new(null)];

        AggregateException failure = Assert.Throws<AggregateException>(() =>
            RankThreads.Together(
                folder,
                2,
                group =>
                    Fit(
                        OptimizerKind.Sgd,
                        false,
                        group,
                        extra: counters[group.Rank],
                        cancelled: group.IsFirst ? cancellation : null
                    )
            )
        );

        Assert.Equal(2, failure.InnerExceptions.Count);
        Assert.All(failure.InnerExceptions, inner => Assert.IsAssignableFrom<OperationCanceledException>(inner));
        Assert.All(counters, counter => Assert.Equal(StepCounter.Last, counter.Steps));
    }

    private static Fitted Fit(
        OptimizerKind kind,
        bool weighted,
        RankGroup? group,
        int memory = int.MaxValue,
        TrainerCallback? extra = null,
        CancellationTokenSource? cancelled = null
    )
    {
        CancellationToken cancellation = cancelled?.Token ?? CancellationToken.None;
        using DisposeScope scope = NewDisposeScope();
        using Sequential model = Model();
        BatchShare? share = group is null ? null : new(group.Rank, group.Size);
        using FeatureBatches train = Batches(shuffleSeed: 3, share);
        using FeatureBatches validation = Batches(shuffleSeed: null, share: null);
        TrainingSpec spec = new()
        {
            LearningRate = kind == OptimizerKind.Sgd ? 0.1 : 0.02,
            WeightDecay = 0.01,
            Optimizer = kind,
        };
        using optim.Optimizer optimizer = OptimizerFactory.Build(model.parameters(), spec);
        Tensor? classWeights = weighted ? tensor([0.5f, 3f]) : null;
        Bounded objective = new(new CrossEntropy(0.1, classWeights), memory);
        List<TrainerCallback> callbacks = group is null ? [] : [new GradientAverage(group, model.parameters(), cancellation)];
        callbacks.Add(new GradientClipping(model.parameters(), 0.5));
        callbacks.AddRange(extra is null ? [] : [extra]);
        callbacks.AddRange(group is null ? [] : [new RankAgreement(group, 1, cancellation)]);
        Trainer trainer = new(
            model,
            () => model.train(),
            optimizer,
            new WarmupCosine(optimizer, Epochs * train.Batches, 0.1),
            model.call,
            callbacks,
            objective,
            sharesBatches: group is not null
        );
        float[] start = Flat(model);
        group?.CopyFromFirst(model.state_dict().Values);
        TrainingState state = trainer.Fit(train, validation, Epochs);
        return new Fitted(state, start, Flat(model));
    }

    /// <summary>The same network each time, whatever the random numbers of the process.</summary>
    private static Sequential Model()
    {
        Sequential model = Sequential(("first", Linear(Features, 8)), ("act", ReLU()), ("last", Linear(8, 2)));
        using IDisposable mode = no_grad();
        Random random = new(4);
        foreach (Parameter parameter in model.parameters())
        {
            float[] numbers = [.. Enumerable.Range(0, (int)parameter.numel()).Select(_ => random.NextSingle() - 0.5f)];
            using Tensor fresh = tensor(numbers, parameter.shape);
            parameter.copy_(fresh);
        }

        return model;
    }

    private static FeatureBatches Batches(long? shuffleSeed, BatchShare? share)
    {
        Random random = new(2);
        float[] features = [.. Enumerable.Range(0, Samples * Features).Select(_ => random.NextSingle() * 2)];
        long[] labels = [.. Enumerable.Range(0, Samples).Select(i => features[i * Features] > 1.2 ? 1L : 0)];
        return new FeatureBatches(tensor(features, [Samples, Features]), tensor(labels), BatchSize, shuffleSeed, share);
    }

    private static float[] Flat(Module model) => [.. model.parameters().SelectMany(p => p.detach().data<float>().ToArray())];

    private static double Distance(float[] a, float[] b) => a.Zip(b, (x, y) => Math.Abs((double)x - y)).Max();

    private sealed record Fitted(TrainingState State, float[] Start, float[] Weights);

    private sealed class StopAfter(int epoch) : TrainerCallback
    {
        public override void OnEpochCompleted(TrainingState state)
        {
            if (state.Epoch == epoch)
            {
                state.StopRequested = true;
            }
        }
    }

    private sealed class StepCounter(CancellationTokenSource? cancelled) : TrainerCallback
    {
        public const int Last = 3;

        public int Steps { get; private set; }

        public override void OnStepCompleted(TrainingState state)
        {
            Steps++;
            if (Steps == Last)
            {
                cancelled?.Cancel();
            }
        }
    }

    /// <summary>Refuses larger batches as libtorch does when memory runs out.</summary>
    private sealed class Bounded(ITrainingObjective inner, int samples) : ITrainingObjective
    {
        public (Tensor Loss, Tensor Logits) Measure(Func<Tensor, Tensor> forward, Tensor inputs, Tensor labels, long step) =>
            inputs.shape[0] > samples
                ? throw new ExternalException("DefaultCPUAllocator: can't allocate memory")
                : inner.Measure(forward, inputs, labels, step);

        public double WeightOf(Tensor labels) => inner.WeightOf(labels);
    }
}
