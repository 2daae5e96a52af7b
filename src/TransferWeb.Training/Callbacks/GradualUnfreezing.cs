using TransferWeb.Core.Runs;
using TransferWeb.Training.Events;
using TransferWeb.Training.Freezing;

namespace TransferWeb.Training.Callbacks;

/// <summary>
/// Unfreezes the backbone stage by stage, from the head down (Howard and Ruder, "Universal Language Model Fine-tuning", 2018). How far it is follows from the epoch
/// alone.
/// </summary>
/// <param name="plan">Whose stages are unfrozen.</param>
/// <param name="epochsPerStage">Epochs from one stage to the next, 1 or more.</param>
/// <param name="events">Told which stage joins.</param>
public sealed class GradualUnfreezing(FreezePlan plan, int epochsPerStage, RunEvents events) : TrainerCallback
{
    /// <summary>The epochs from one stage to the next where the policy leaves them open: all stages have joined by half of the run.</summary>
    public static int EpochsPerStage(GradualPolicy policy, int epochs, int stages) =>
        policy.EpochsPerStage ?? Math.Max(1, epochs / 2 / Math.Max(1, stages));

    /// <summary>How many stages are trained in an epoch (counted from 1): one in the first, all at the end.</summary>
    public static int StagesAt(int epoch, int epochsPerStage, int stages) => Math.Min(stages, 1 + ((epoch - 1) / epochsPerStage));

    /// <inheritdoc/>
    public override void OnEpochStarted(TrainingState state)
    {
        int stages = plan.Trained.Count;
        int now = StagesAt(state.Epoch, epochsPerStage, stages);
        plan.TrainLast(now);
        if (state.Epoch > 1 && now > StagesAt(state.Epoch - 1, epochsPerStage, stages))
        {
            events.Note(
                FormattableString.Invariant($"From epoch {state.Epoch} on, {plan.Trained[stages - now].Name} is trained too.")
            );
        }
    }
}
