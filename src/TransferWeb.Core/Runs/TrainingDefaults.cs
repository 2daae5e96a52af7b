using TransferWeb.Core.Models;

namespace TransferWeb.Core.Runs;

/// <summary>
/// Fills the settings a spec leaves open. The rates are for AdamW and 16 to 64 pictures a step: large enough for a new head to
/// settle, small enough that pretrained layers move slowly; SGD's are the ones usual with momentum 0.9.
/// </summary>
public static class TrainingDefaults
{
    /// <summary>The spec with no setting left open.</summary>
    public static RunSpec Fill(RunSpec spec, BackboneManifest backbone)
    {
        bool sgd = spec.Training.Optimizer == OptimizerKind.Sgd;
        (int epochs, double rate, double decay) = (spec.Start, spec.Freezing) switch
        {
            (WeightStart.Scratch, _) => (40, sgd ? 0.05 : 1e-3, sgd ? 5e-4 : 0.05),
            (_, HeadOnlyPolicy) => (100, sgd ? 0.01 : 1e-3, 1e-4),
            (_, LastStagesPolicy) => (12, sgd ? 0.005 : 3e-4, sgd ? 1e-4 : 0.02),
            _ => (12, sgd ? 0.005 : 2e-4, sgd ? 1e-4 : 0.02),
        };
        return spec with
        {
            Training = spec.Training with
            {
                Epochs = spec.Training.Epochs ?? epochs,
                LearningRate = spec.Training.LearningRate ?? rate,
                WeightDecay = spec.Training.WeightDecay ?? decay,
                InputSize = spec.Training.InputSize ?? backbone.InputSize,
            },
        };
    }
}
