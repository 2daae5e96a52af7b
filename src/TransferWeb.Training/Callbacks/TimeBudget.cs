using TransferWeb.Training.Events;

namespace TransferWeb.Training.Callbacks;

/// <summary>Ends the fit when another epoch would not be done within the budget.</summary>
/// <param name="seconds">From the first step on, after an interruption anew; above 0.</param>
/// <param name="events">Told the reason.</param>
/// <param name="time">What is measured by.</param>
public sealed class TimeBudget(double seconds, RunEvents events, TimeProvider time) : TrainerCallback
{
    private long began;
    private long epochBegan;

    /// <inheritdoc/>
    public override void OnFitStarted(TrainingState state) => began = time.GetTimestamp();

    /// <inheritdoc/>
    public override void OnEpochStarted(TrainingState state) => epochBegan = time.GetTimestamp();

    /// <inheritdoc/>
    public override void OnEpochCompleted(TrainingState state)
    {
        double spent = time.GetElapsedTime(began).TotalSeconds;
        if (state.Epoch < state.Epochs && spent + time.GetElapsedTime(epochBegan).TotalSeconds > seconds)
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
