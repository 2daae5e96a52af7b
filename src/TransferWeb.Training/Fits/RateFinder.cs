using TransferWeb.Core.Runs;
using TransferWeb.Training.Callbacks;
using TransferWeb.Training.Data;
using TransferWeb.Training.Freezing;
using TransferWeb.Training.Optimization;

namespace TransferWeb.Training.Fits;

/// <summary>Sweeps the learning rate over a few epochs, proposes one, and leaves the network as it was.</summary>
internal static class RateFinder
{
    private const int FewestSteps = 40;
    private const int MostSteps = 100;

    /// <summary>The first and last rate of the sweep, as multiples of the usual rate.</summary>
    private static readonly (double From, double To) Span = (1e-3, 300);

    /// <summary>The proposed rate of the head; the backbone's keep their shares of it.</summary>
    /// <param name="run">The run; its learning rate is the usual one.</param>
    /// <param name="plan">What is trained.</param>
    /// <param name="pass">How.</param>
    /// <param name="train">Batches of training pictures.</param>
    /// <param name="objective">The run's.</param>
    public static double Find(
        RunContext run,
        FreezePlan plan,
        TrainingPass pass,
        IBatchSource train,
        ITrainingObjective objective
    )
    {
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> before = Copy(plan.ChangingTensors());
        TrainingSpec training = run.Spec.Training;
        using optim.Optimizer optimizer = OptimizerFactory.Build(RateGroups.Of(run.Model, plan, training), training);
        int steps = Math.Clamp(2 * train.Batches, FewestSteps, MostSteps);
        int epochs = ((steps - 1) / train.Batches) + 1;
        double usual = training.LearningRate ?? throw new InvalidOperationException("The learning rate is not filled in.");
        ExponentialSweep sweep = new(optimizer, (long)epochs * train.Batches, usual * Span.From, usual * Span.To);
        LossRecorder recorder = new();
        Trainer trainer = new(
            run.Model,
            plan.EnterTraining,
            optimizer,
            sweep,
            pass.Forward,
            [recorder, new CancellationCheck(run.Cancellation)],
            objective
        );
        trainer.Fit(train, new NoBatches(), epochs);
        Restore(plan.ChangingTensors(), before);
        return Rounded(RangeTest.Propose(recorder.Rates, recorder.Losses));
    }

    private static Dictionary<string, Tensor> Copy(IReadOnlyDictionary<string, Tensor> tensors)
    {
        using IDisposable mode = no_grad();
        return tensors.ToDictionary(pair => pair.Key, pair => pair.Value.detach().clone());
    }

    private static void Restore(IReadOnlyDictionary<string, Tensor> tensors, Dictionary<string, Tensor> before)
    {
        using IDisposable mode = no_grad();
        foreach ((string name, Tensor tensor) in before)
        {
            tensors[name].copy_(tensor);
        }
    }

    /// <summary>Two digits: more would only feign precision.</summary>
    private static double Rounded(double rate) =>
        double.Parse(
            rate.ToString("E1", System.Globalization.CultureInfo.InvariantCulture),
            System.Globalization.CultureInfo.InvariantCulture
        );
}
