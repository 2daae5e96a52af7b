using TransferWeb.Core.Runs;

namespace TransferWeb.Training.Callbacks;

/// <summary>Ends the fit when the loss is no number any more: nothing learnt after that is worth anything.</summary>
public sealed class TerminateOnNaN : TrainerCallback
{
    /// <inheritdoc/>
    public override void OnStepCompleted(TrainingState state)
    {
        if (!double.IsFinite(state.StepLoss))
        {
            throw new RunFailedException(
                RunFailure.Diverged,
                FormattableString.Invariant(
                    $"The loss left the range of numbers in step {state.Step} of {state.Steps}. The learning rate ({state.LearningRate:G3}) is too high for these pictures: try a tenth of it."
                )
            );
        }
    }
}
