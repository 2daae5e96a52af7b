namespace TransferWeb.Training.Callbacks;

/// <summary>Ends the fit after the step in which a stop was asked for.</summary>
public sealed class CancellationCheck(CancellationToken cancellation) : TrainerCallback
{
    /// <inheritdoc/>
    public override void OnStepCompleted(TrainingState state) => cancellation.ThrowIfCancellationRequested();

    /// <inheritdoc/>
    public override void OnEpochCompleted(TrainingState state) => cancellation.ThrowIfCancellationRequested();
}
