using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Callbacks;
using TransferWeb.Training.Checkpoints;
using TransferWeb.Training.Ranks;

namespace TransferWeb.Training.Fits;

/// <summary>What every fit does besides its loop.</summary>
internal static class FitCallbacks
{
    /// <summary>The callbacks of a run, in the order in which they must come.</summary>
    /// <param name="run">The run.</param>
    /// <param name="checkpoint">Keeps the best epoch and where to go on from; null for a fit so short that it keeps its end alone.</param>
    /// <param name="ranks">The processes that share the work; null where this one does it all.</param>
    /// <param name="methods">What belongs to the way it is trained.</param>
    /// <param name="rules">When it ends early, as <see cref="Stopping"/> gives them.</param>
    public static IReadOnlyList<TrainerCallback> For(
        RunContext run,
        ModelCheckpoint? checkpoint,
        RankGroup? ranks,
        IReadOnlyList<TrainerCallback> methods,
        IReadOnlyList<TrainerCallback> rules
    ) =>
        [
            new TerminateOnNaN(),
            .. methods,
            new MetricsReporter(run.Services.Events, run.Services.Time),
            .. checkpoint is null ? Array.Empty<TrainerCallback>() : [checkpoint],
            .. rules,
            ranks is null ? new CancellationCheck(run.Cancellation) : Agreement(run, ranks),
        ];

    /// <summary>The callbacks of a process beside the first: it neither reports nor keeps nor decides.</summary>
    public static IReadOnlyList<TrainerCallback> ForOther(
        RunContext run,
        RankGroup ranks,
        IReadOnlyList<TrainerCallback> methods
    ) => [.. methods, Agreement(run, ranks)];

    private static RankAgreement Agreement(RunContext run, RankGroup ranks) =>
        new(ranks, run.Spec.Training.Seed, run.Cancellation);

    /// <summary>What may end the run before its last epoch.</summary>
    public static IEnumerable<TrainerCallback> Stopping(RunContext run)
    {
        TrainingSpec training = run.Spec.Training;
        if (training.Patience > 0)
        {
            yield return new EarlyStopping(training.Patience, run.Services.Events);
        }

        if (training.BudgetSeconds is { } seconds)
        {
            yield return new TimeBudget(seconds, run.Services.Events, run.Services.Time);
        }
    }

    /// <summary>Puts the best epoch's weights into the run's network.</summary>
    public static void RestoreBest(RunContext run)
    {
        using DisposeScope scope = NewDisposeScope();
        CheckpointFile.Restore(Path.Combine(run.Folder, RunFiles.BestCheckpoint), run.Model.state_dict());
    }
}
