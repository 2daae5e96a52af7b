namespace TransferWeb.Training;

/// <summary>Where a fit stands: what callbacks see. Steps and epochs count from 1; losses are means in nats, accuracies 0 to 1.</summary>
public sealed class TrainingState(int epochs, long steps)
{
    /// <summary>Epochs of the whole run.</summary>
    public int Epochs { get; } = epochs;

    /// <summary>Steps of the whole run.</summary>
    public long Steps { get; } = steps;

    /// <summary>The epoch that is running or was just completed.</summary>
    public int Epoch { get; internal set; }

    /// <summary>The step that was just taken.</summary>
    public long Step { get; internal set; }

    /// <summary>Samples in the step that was just taken; until its gradients are ready, in this process's share of it.</summary>
    public int StepSamples { get; internal set; }

    /// <summary>How many of them were told right.</summary>
    public long StepHits { get; internal set; }

    /// <summary>What the step's loss counts beside those of other shares of the same batch.</summary>
    public double StepWeight { get; internal set; }

    /// <summary>Training loss of the step that was just taken.</summary>
    public double StepLoss { get; internal set; }

    /// <summary>The first parameter group's rate in that step.</summary>
    public double LearningRate { get; internal set; }

    /// <summary>Mean over the epoch's training samples, as the network was when it saw them.</summary>
    public double TrainLoss { get; internal set; }

    /// <inheritdoc cref="TrainLoss"/>
    public double TrainAccuracy { get; internal set; }

    /// <summary>Over the validation samples, after the epoch.</summary>
    public double ValidationLoss { get; internal set; }

    /// <inheritdoc cref="ValidationLoss"/>
    public double ValidationAccuracy { get; internal set; }

    /// <summary>
    /// Whether the epoch just completed is the best so far, by validation accuracy. Of epochs with the same it is the last: as the learning rate falls, weights settle, and on few pictures an
    /// unsettled network reaches a good figure by chance. What the fit began with gives way only to what is better, by accuracy and then by loss.
    /// </summary>
    public bool IsBest { get; private set; }

    /// <summary>The best epoch so far; 0 before the first, and as long as none was better than what the fit began with.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>Its validation accuracy.</summary>
    public double BestAccuracy { get; private set; } = double.NegativeInfinity;

    /// <summary>Set by a callback that wants no further step.</summary>
    public bool StopRequested { get; set; }

    /// <summary>Why the fit ended before its last epoch, in a sentence; null where it did not.</summary>
    public string? StopReason { get; private set; }

    /// <summary>The last epoch that bettered what was before it, by accuracy or, with the same, by loss; 0 as long as none did. The best epoch may be a later one.</summary>
    public int LastProgress { get; private set; }

    /// <summary>The validation loss of that epoch.</summary>
    internal double BestLoss { get; private set; } = double.PositiveInfinity;

    /// <summary>Asks for an end and says why.</summary>
    public void Stop(string reason) => (StopRequested, StopReason) = (true, reason);

    /// <summary>Takes the validation's result of an epoch that is better than those before it by construction, as a solver's is.</summary>
    internal void CompleteBetterEpoch(double loss, double accuracy)
    {
        (BestAccuracy, BestLoss) = (double.NegativeInfinity, double.PositiveInfinity);
        CompleteEpoch(loss, accuracy);
    }

    /// <summary>Takes over how far the fit had come before an interruption.</summary>
    internal void Remember(int bestEpoch, double accuracy, int lastProgress, double loss) =>
        (BestEpoch, BestAccuracy, LastProgress, BestLoss) = (bestEpoch, accuracy, lastProgress, loss);

    /// <summary>Takes the validation's result and decides whether the epoch is the best.</summary>
    internal void CompleteEpoch(double loss, double accuracy)
    {
        (ValidationLoss, ValidationAccuracy) = (loss, accuracy);
        bool progresses = accuracy > BestAccuracy || (accuracy == BestAccuracy && loss < BestLoss);
        IsBest = progresses || (accuracy == BestAccuracy && BestEpoch > 0);
        if (IsBest)
        {
            (BestEpoch, BestAccuracy) = (Epoch, accuracy);
        }

        if (progresses)
        {
            (LastProgress, BestLoss) = (Epoch, loss);
        }
    }
}
