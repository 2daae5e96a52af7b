using TransferWeb.Core.Metrics;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Data;
using TransferWeb.Training.Fits;

namespace TransferWeb.Training.Planning;

/// <summary>Measures on the user's pictures and settles how they are trained on: the policy Auto.</summary>
internal static class AutoPlanner
{
    /// <summary>An epoch also updates the weights, waits for pictures and writes checkpoints.</summary>
    private const double Besides = 1.25;

    /// <summary>Trains a head on the frozen features, probes the gradients, chooses, and puts the choice into the run.</summary>
    /// <param name="run">The run; its network holds the trained head afterwards.</param>
    /// <param name="asked">The spec as the person gave it, open settings still open.</param>
    /// <param name="elapsed">Seconds since the run began.</param>
    public static void Decide(RunContext run, RunSpec asked, Func<double> elapsed)
    {
        TrainingState head = TrainedHead.PutInto(run);
        ProbeResult probe = GradientProbe.Measure(run);
        int train = run.Data.Of(Split.Train).Count;
        double validation = run.Data.Of(Split.Validation).Count * probe.ForwardSeconds;
        double? left = asked.Training.BudgetSeconds is { } budget ? Math.Max(1, budget - elapsed() - validation) : null;
        AutoFacts facts = new(
            train,
            run.Data.Classes.Min(label => run.Data.Of(Split.Train).Count(s => s.Label == label)),
            EpochOrder.CountBatches(train, asked.Training.BatchSize),
            head.ValidationAccuracy,
            probe.Gradients,
            new EpochCost(Besides * train * probe.ForwardSeconds, Besides * train * probe.BackwardSeconds, Besides * validation),
            left
        );
        (RunSpec chosen, string reason) = AutoChoice.Make(asked, facts);
        chosen = chosen with { Training = chosen.Training with { BudgetSeconds = left } };
        run.Settle(TrainingDefaults.Fill(chosen, run.Model.Manifest), reason);
    }
}
