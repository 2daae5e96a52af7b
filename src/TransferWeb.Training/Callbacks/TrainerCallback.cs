namespace TransferWeb.Training.Callbacks;

/// <summary>Something that happens beside the training loop. An exception thrown here ends the fit.</summary>
public abstract class TrainerCallback
{
    /// <summary>Before the first step.</summary>
    public virtual void OnFitStarted(TrainingState state) { }

    /// <summary>After each step.</summary>
    public virtual void OnStepCompleted(TrainingState state) { }

    /// <summary>After each epoch and its validation.</summary>
    public virtual void OnEpochCompleted(TrainingState state) { }
}
