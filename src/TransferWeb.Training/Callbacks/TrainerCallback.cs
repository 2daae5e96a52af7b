namespace TransferWeb.Training.Callbacks;

/// <summary>Something that happens beside the training loop. An exception thrown here ends the fit.</summary>
public abstract class TrainerCallback
{
    /// <summary>Before the first step.</summary>
    public virtual void OnFitStarted(TrainingState state) { }

    /// <summary>When the network was validated as it was before the first step; only where it may already be good, as with a trained head.</summary>
    public virtual void OnStartMeasured(TrainingState state) { }

    /// <summary>Before the first step of each epoch, and before the model enters training mode.</summary>
    public virtual void OnEpochStarted(TrainingState state) { }

    /// <summary>When memory ran out and each batch is from now on computed in so many parts, whose gradients are added up.</summary>
    public virtual void OnBatchHalved(TrainingState state, int parts) { }

    /// <summary>In each step, when the gradients are there and nothing was changed by them yet.</summary>
    public virtual void OnGradientsReady(TrainingState state) { }

    /// <summary>After each step.</summary>
    public virtual void OnStepCompleted(TrainingState state) { }

    /// <summary>After the last step of each epoch, before its validation.</summary>
    public virtual void OnValidationStarted(TrainingState state) { }

    /// <summary>After each epoch and its validation.</summary>
    public virtual void OnEpochCompleted(TrainingState state) { }

    /// <summary>After the last epoch, whether it was the last one planned or the fit was asked to stop; not where an exception ends it.</summary>
    public virtual void OnFitCompleted(TrainingState state) { }
}
