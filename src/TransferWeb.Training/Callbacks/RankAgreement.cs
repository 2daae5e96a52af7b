using TransferWeb.Training.Ranks;

namespace TransferWeb.Training.Callbacks;

/// <summary>
/// Lets the first process decide for all whether another epoch follows; the others wait here while it checks and saves. Comes last, when it has decided.
/// </summary>
/// <param name="group">The processes.</param>
/// <param name="seed">The run's. The others draw from streams of their own (dropout), which begin anew with each epoch, so that a resumed run draws the same.</param>
/// <param name="cancellation">Asks the first process to stop.</param>
public sealed class RankAgreement(RankGroup group, long seed, CancellationToken cancellation) : TrainerCallback
{
    private const long StreamsApart = 1_000_003;

    /// <inheritdoc/>
    public override void OnFitStarted(TrainingState state) => Agree(state);

    /// <inheritdoc/>
    public override void OnEpochStarted(TrainingState state)
    {
        if (!group.IsFirst)
        {
            manual_seed(unchecked(seed + group.Rank + (StreamsApart * state.Epoch)));
        }
    }

    /// <inheritdoc/>
    public override void OnEpochCompleted(TrainingState state) => Agree(state);

    private void Agree(TrainingState state)
    {
        double[] decided = group.OfFirst(state.StopRequested ? 1 : 0, cancellation.IsCancellationRequested ? 1 : 0);
        state.StopRequested = decided[0] > 0;
        if (decided[1] > 0)
        {
            throw new OperationCanceledException(cancellation);
        }
    }
}
