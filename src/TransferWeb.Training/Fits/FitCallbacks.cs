using TransferWeb.Core.Models;
using TransferWeb.Training.Callbacks;
using TransferWeb.Training.Checkpoints;

namespace TransferWeb.Training.Fits;

/// <summary>What every fit does besides its loop.</summary>
internal static class FitCallbacks
{
    /// <summary>The callbacks of a run, in the order in which they must come.</summary>
    public static IReadOnlyList<TrainerCallback> For(RunContext run, Func<IReadOnlyDictionary<string, Tensor>> changing) =>
        [
            new TerminateOnNaN(),
            new MetricsReporter(run.Services.Events, run.Services.Time),
            new ModelCheckpoint(run.Folder, changing),
            new CancellationCheck(run.Cancellation),
        ];

    /// <summary>Puts the best epoch's weights into the run's network.</summary>
    public static void RestoreBest(RunContext run)
    {
        using DisposeScope scope = NewDisposeScope();
        CheckpointFile.Restore(Path.Combine(run.Folder, RunFiles.BestCheckpoint), run.Model.state_dict());
    }
}
