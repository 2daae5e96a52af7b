using TransferWeb.Training.Events;

namespace TransferWeb.Training.Callbacks;

/// <summary>
/// Ends the fit when another epoch would not be done within the budget. What was spent before an interruption counts, up to the checkpoint that the run goes on from; the time
/// between two attempts does not.
/// </summary>
/// <param name="seconds">From the first step on; above 0.</param>
/// <param name="events">Told the reason.</param>
/// <param name="time">What is measured by.</param>
public sealed class TimeBudget(double seconds, RunEvents events, TimeProvider time) : TrainerCallback, IResumable
{
    private const string SpentName = "spent_seconds";
    private const string EpochName = "epoch_seconds";

    private double spentBefore;
    private double lastEpoch;
    private long began;
    private long epochBegan;

    /// <inheritdoc/>
    public string StateName => "time_budget";

    private double Spent => spentBefore + time.GetElapsedTime(began).TotalSeconds;

    /// <inheritdoc/>
    public override void OnFitStarted(TrainingState state)
    {
        began = time.GetTimestamp();

        // A fit that goes on after an interruption may have used it up already.
        if (state.Epoch > 0)
        {
            Look(state);
        }
    }

    /// <inheritdoc/>
    public override void OnEpochStarted(TrainingState state) => epochBegan = time.GetTimestamp();

    /// <inheritdoc/>
    public override void OnEpochCompleted(TrainingState state)
    {
        lastEpoch = time.GetElapsedTime(epochBegan).TotalSeconds;
        Look(state);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> Capture() =>
        new Dictionary<string, Tensor>
        {
            [SpentName] = tensor(Spent),
            [EpochName] = tensor(time.GetElapsedTime(epochBegan).TotalSeconds),
        };

    /// <inheritdoc/>
    public void Restore(IReadOnlyDictionary<string, Tensor> state) =>
        (spentBefore, lastEpoch) = (state[SpentName].item<double>(), state[EpochName].item<double>());

    private void Look(TrainingState state)
    {
        if (state.Epoch < state.Epochs && Spent + lastEpoch > seconds)
        {
            state.Stop(
                FormattableString.Invariant(
                    $"Training stopped after epoch {state.Epoch} of {state.Epochs}: another one would have gone past the time budget of {seconds:0} s."
                )
            );
            events.Note(state.StopReason!);
        }
    }
}
