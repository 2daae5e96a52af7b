using TransferWeb.Core.Metrics;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Data;
using TransferWeb.Training.Events;
using TransferWeb.Training.Features;
using TransferWeb.Training.Freezing;

namespace TransferWeb.Training.Fits;

/// <summary>
/// What the first stages make of pictures that never vary, where those stages stay as they are for the whole run. Validation pictures never vary; training pictures do not
/// where neither augmentation nor mixing is asked for.
/// </summary>
/// <param name="Stages">How many stages, from the input on.</param>
/// <param name="Learnt">Of the training pictures, as training computes them; null where they vary or there is no room.</param>
/// <param name="Held">Of the validation pictures, as the network itself computes them in evaluation mode; null where there is no room.</param>
internal sealed record FitMaps(int Stages, StageMaps? Learnt, StageMaps? Held) : IDisposable
{
    /// <summary>Computes what can be computed once; null where no stage stays as it is.</summary>
    /// <param name="run">The run.</param>
    /// <param name="data">Its pictures.</param>
    /// <param name="plan">What is trained.</param>
    /// <param name="pass">How.</param>
    public static FitMaps? Compute(RunContext run, TrainingData data, FreezePlan plan, TrainingPass pass)
    {
        int stages = plan.LeadingStill;
        if (stages == 0 || run.Spec.Freezing is GradualPolicy)
        {
            return null;
        }

        bool varies = FitSources.Variation(run) is not null || run.Spec.Training.Mixup > 0 || run.Spec.Training.CutMix > 0;
        bool shares = RunDevices.Of(run.Spec.Device).Count > 1;
        run.Model.eval();
        StageMaps? held = Of(Split.Validation, pictures => run.Model.ForwardTo(stages, pictures));
        return new FitMaps(stages, varies || shares ? null : Of(Split.Train, pass.StillMaps), held);

        StageMaps? Of(Split split, Func<Tensor, Tensor> forward)
        {
            run.Services.Events.Emit(new PhaseStarted(RunPhase.ExtractFeatures));
            int pictures = data.Of(split).Count;
            PhaseProgress progress = new(run.Services.Events, RunPhase.ExtractFeatures, pictures, run.Services.Time);
            return StageMaps.Compute(
                FitSources.Pictures(run, data, split),
                forward,
                run.Device,
                run.Folder,
                progress,
                run.Cancellation
            );
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Learnt?.Dispose();
        Held?.Dispose();
    }
}
