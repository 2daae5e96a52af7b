using TransferWeb.Core.Metrics;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Callbacks;
using TransferWeb.Training.Data;
using TransferWeb.Training.Freezing;
using TransferWeb.Training.Optimization;
using TransferWeb.Training.Ranks;
using TransferWeb.Training.Solving;

namespace TransferWeb.Training.Fits;

/// <summary>Makes what a spec's settings ask for besides optimizer and schedule.</summary>
internal static class TrainingMethods
{
    /// <summary>What is made small.</summary>
    public static ITrainingObjective Objective(RunContext run, TrainingData data)
    {
        TrainingSpec training = run.Spec.Training;
        bool mixes = training.Mixup > 0 || training.CutMix > 0;
        return new CrossEntropy(
            training.LabelSmoothing,
            training.ClassBalance == ClassBalance.Weights ? Weights(run, data) : null,
            mixes ? new PictureMixer(training.Mixup, training.CutMix, training.Seed) : null
        );
    }

    /// <summary>What a head that is solved for is asked to say. Without epochs there is nothing to draw for, so balanced sampling becomes its weights.</summary>
    /// <param name="training">The settings.</param>
    /// <param name="labels">Of the pictures it learns from, int64, [N].</param>
    /// <param name="classes">Number of classes.</param>
    public static LabelTargets Targets(TrainingSpec training, Tensor labels, int classes) =>
        new(
            training.LabelSmoothing,
            training.ClassBalance == ClassBalance.None
                ? null
                : ClassWeights.Of([.. labels.cpu().data<long>().ToArray().Select(label => (int)label)], classes)
        );

    /// <summary>What happens beside the loop: unfreezing, then averaging over the processes, then clipping, then averaging over the steps.</summary>
    /// <param name="run">The run.</param>
    /// <param name="plan">What is trained.</param>
    /// <param name="average">The weights' average; null where none is kept.</param>
    /// <param name="ranks">The processes that share the work; null where this one does it all.</param>
    public static IEnumerable<TrainerCallback> Callbacks(
        RunContext run,
        FreezePlan plan,
        WeightAverage? average,
        RankGroup? ranks
    )
    {
        TrainingSpec training = run.Spec.Training;
        if (run.Spec.Freezing is GradualPolicy gradual)
        {
            int pace = GradualUnfreezing.EpochsPerStage(gradual, training.Epochs ?? 1, plan.Trained.Count);
            yield return new GradualUnfreezing(plan, pace, run.Services.Events);
        }

        BufferAverage? buffers = ranks is null
            ? null
            : new BufferAverage(ranks, plan.ChangingTensors, run.Model.named_parameters());
        if (ranks is not null && buffers is not null)
        {
            yield return new GradientAverage(ranks, run.Model.parameters(), run.Cancellation);
            yield return buffers;
        }

        if (training.GradientClip is { } clip and > 0)
        {
            yield return new GradientClipping(run.Model.parameters(), clip);
        }

        if (average is not null)
        {
            yield return average;
        }

        if (average is not null && buffers is not null)
        {
            // The moving average stands in the network by now; its statistics are each process's own as well.
            yield return buffers;
        }
    }

    private static Tensor Weights(RunContext run, TrainingData data)
    {
        int[] labels = [.. data.Of(Split.Train).Select(data.LabelOf)];
        return tensor(ClassWeights.Of(labels, data.Classes.Count), device: run.Device);
    }
}
