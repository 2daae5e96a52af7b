using TransferWeb.Core.Models;

namespace TransferWeb.Core.Runs;

/// <summary>
/// Fills the settings a spec leaves open. The rates are for AdamW and 16 to 64 pictures a step: large enough for a new head to
/// settle, small enough that pretrained layers move slowly; SGD's are the ones usual with momentum 0.9.
/// </summary>
public static class TrainingDefaults
{
    /// <summary>The spec with no setting left open. Of what <see cref="FreezePolicy.Auto"/> will choose, the most it may take.</summary>
    public static RunSpec Fill(RunSpec spec, BackboneManifest backbone)
    {
        Settings settings = For(spec);
        TrainingSpec training = spec.Training;
        return spec with
        {
            Training = training with
            {
                Epochs = training.Epochs ?? settings.Epochs,
                LearningRate = training.LearningRate ?? (IsSgd(spec) ? settings.SgdRate : settings.AdamWRate),
                BackboneRateShare = training.BackboneRateShare ?? settings.BackboneRateShare,
                LayerDecay = training.LayerDecay ?? settings.LayerDecay,
                WeightDecay = training.WeightDecay ?? (IsSgd(spec) ? settings.SgdDecay : settings.AdamWDecay),
                GradientClip = training.GradientClip ?? settings.GradientClip,
                InputSize = training.InputSize ?? backbone.InputSize,
            },
        };
    }

    private static bool IsSgd(RunSpec spec) => spec.Training.Optimizer == OptimizerKind.Sgd;

    private static Settings For(RunSpec spec) =>
        (spec.Start, spec.Freezing) switch
        {
            (WeightStart.Scratch, _) => new(
                40,
                1e-3,
                0.05,
                AdamWDecay: 0.05,
                SgdDecay: 5e-4,
                BackboneRateShare: 1,
                LayerDecay: 1,
                GradientClip: 0
            ),
            (_, HeadOnlyPolicy) => new(
                100,
                1e-3,
                0.01,
                AdamWDecay: 1e-4,
                SgdDecay: 1e-4,
                BackboneRateShare: 1,
                LayerDecay: 1,
                GradientClip: 0
            ),

            // A new head has all to learn and the layers below it little: it learns ten times as fast as the last of them.
            (_, FullPolicy) => new(
                12,
                1e-3,
                0.01,
                AdamWDecay: 0.02,
                SgdDecay: 1e-4,
                BackboneRateShare: 0.1,
                LayerDecay: 0.8,
                GradientClip: 1
            ),
            (_, LastStagesPolicy) => new(
                12,
                3e-4,
                0.005,
                AdamWDecay: 0.02,
                SgdDecay: 1e-4,
                BackboneRateShare: 1,
                LayerDecay: 0.8,
                GradientClip: 1
            ),
            _ => new(12, 2e-4, 0.005, AdamWDecay: 0.02, SgdDecay: 1e-4, BackboneRateShare: 1, LayerDecay: 0.8, GradientClip: 1),
        };

    private sealed record Settings(
        int Epochs,
        double AdamWRate,
        double SgdRate,
        double AdamWDecay,
        double SgdDecay,
        double BackboneRateShare,
        double LayerDecay,
        double GradientClip
    );
}
