using TransferWeb.Training.Events;

namespace TransferWeb.Training.Callbacks;

/// <summary>Ends the fit when no epoch has been better for a while. What it counts is told by the state: the epochs since the last that bettered anything.</summary>
/// <param name="patience">Epochs it waits for a better one, 1 or more.</param>
/// <param name="events">Told the reason.</param>
public sealed class EarlyStopping(int patience, RunEvents events) : TrainerCallback
{
    /// <inheritdoc/>
    public override void OnFitStarted(TrainingState state) => Look(state);

    /// <inheritdoc/>
    public override void OnEpochCompleted(TrainingState state) => Look(state);

    /// <summary>Also a fit that goes on after an interruption may be at its end already.</summary>
    private void Look(TrainingState state)
    {
        if (state.Epoch < state.Epochs && state.Epoch - state.LastProgress >= patience)
        {
            state.Stop(
                FormattableString.Invariant(
                    $"Training stopped after epoch {state.Epoch} of {state.Epochs}: none of the last {patience} was better than {(state.LastProgress == 0 ? "the head they began with" : $"epoch {state.LastProgress}")}, with {state.BestAccuracy:P1} right."
                )
            );
            events.Note(state.StopReason!);
        }
    }
}
