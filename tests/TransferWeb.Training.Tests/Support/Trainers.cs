using TorchSharp.Modules;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Callbacks;
using TransferWeb.Training.Features;
using TransferWeb.Training.Optimization;

namespace TransferWeb.Training.Tests.Support;

/// <summary>Runs the training loop on a handful of numbers, for callbacks to be watched.</summary>
internal static class Trainers
{
    public static TrainingState Run(int epochs, double rate, params IReadOnlyList<TrainerCallback> callbacks) =>
        Fit(epochs, rate, null, callbacks);

    /// <summary>The same with a network that may be good enough as it is.</summary>
    public static TrainingState RunFromMeasuredStart(int epochs, double rate, params IReadOnlyList<TrainerCallback> callbacks) =>
        Fit(epochs, rate, null, callbacks, measureStart: true);

    /// <summary>Goes on, with a network of its own, where a run was stopped.</summary>
    public static TrainingState GoOn(TrainingState stopped, double rate, params IReadOnlyList<TrainerCallback> callbacks)
    {
        stopped.StopRequested = false;
        return Fit(stopped.Epochs, rate, stopped, callbacks);
    }

    private static TrainingState Fit(
        int epochs,
        double rate,
        TrainingState? resumed,
        IReadOnlyList<TrainerCallback> callbacks,
        bool measureStart = false
    )
    {
        using DisposeScope scope = NewDisposeScope();
        using Linear model = nn.Linear(2, 2);
        using FeatureBatches batches = new(tensor([1f, 0, 0, 1, 1, 1, 0, 0], [4, 2]), tensor([0L, 1, 0, 1]), 2, shuffleSeed: 1);
        TrainingSpec spec = new() { LearningRate = rate, WeightDecay = 0 };
        using optim.Optimizer optimizer = OptimizerFactory.Build(model.parameters(), spec);
        WarmupCosine schedule = new(optimizer, (long)epochs * batches.Batches, 0.1);
        return new Trainer(model, () => model.train(), optimizer, schedule, x => model.call(x), callbacks).Fit(
            batches,
            batches,
            epochs,
            resumed,
            measureStart
        );
    }
}
