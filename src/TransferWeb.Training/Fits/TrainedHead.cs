using TransferWeb.Core.Runs;
using TransferWeb.Training.Callbacks;

namespace TransferWeb.Training.Fits;

/// <summary>
/// Begins a run with a head that fits the frozen features: a random head's first gradients would spoil the pretrained layers
/// (Kumar et al., "Fine-Tuning can Distort Pretrained Features", 2022).
/// </summary>
internal static class TrainedHead
{
    /// <summary>Fits the head and puts it into the run's network, once a run.</summary>
    /// <returns>How it did.</returns>
    public static TrainingState PutInto(RunContext run)
    {
        if (run.HeadState is { } known)
        {
            return known;
        }

        using DisposeScope scope = NewDisposeScope();
        TrainingSpec training = TrainingDefaults
            .Fill(run.Spec with { Freezing = FreezePolicy.HeadOnly, Training = new TrainingSpec() }, run.Model.Manifest)
            .Training with
        {
            Seed = run.Spec.Training.Seed,
        };
        HeadLearner learner = new(run, FrozenFeatures.Of(run));
        (TrainingState fitted, Dictionary<string, Tensor> head) = learner.Fit(
            training,
            [new CancellationCheck(run.Cancellation)]
        );
        learner.Put(head);
        return run.HeadState = fitted;
    }
}
