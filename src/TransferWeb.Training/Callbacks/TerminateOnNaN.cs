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
            throw new RunFailedException(RunFailure.Diverged, Sentence(state));
        }
    }

    /// <summary>Before the first change of the weights, no rate can be at fault.</summary>
    private static string Sentence(TrainingState state) =>
        state.Step == 1
            ? "What the network makes of these pictures was out of the range of numbers from the start. The weights are damaged, or of another network: choose other ones."
            : FormattableString.Invariant(
                $"The loss left the range of numbers in step {state.Step} of {state.Steps}. The learning rate ({state.LearningRate:G3}) is too high for these pictures: try a tenth of it."
            );
}
