using System.Globalization;
using TransferWeb.Core.Guidance;
using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;

namespace TransferWeb.Training.ModelCards;

/// <summary>Says for a card how a model was trained. What was not used is not mentioned.</summary>
internal static class CardSettings
{
    /// <summary>What happened to the pretrained network, to go on after "pretrained on …, ".</summary>
    public static string Describe(FreezePolicy policy, BackboneManifest backbone) =>
        policy switch
        {
            HeadOnlyPolicy => "frozen, with a new head trained on its features",
            LastStagesPolicy last => $"its last {last.Stages} of {backbone.Stages.Count} stages and a new head trained",
            GradualPolicy => "a new head trained first, then all layers, stage by stage from the last",
            HeadThenFullPolicy => "a new head trained first, then all layers",
            CustomPolicy custom => $"its {Say.List(custom.Stages, most: custom.Stages.Count)} and a new head trained",
            _ => "all layers and a new head trained",
        };

    /// <summary>The settings, a line each.</summary>
    public static IEnumerable<string> Lines(CardFacts facts)
    {
        TrainingSpec training = facts.Spec.Training;
        bool headOnly = facts.Spec is { Start: WeightStart.Pretrained, Freezing: HeadOnlyPolicy };
        foreach (string line in headOnly ? SolverLines(facts) : StepLines(facts))
        {
            yield return line;
        }

        foreach (string line in ObjectiveLines(training))
        {
            yield return line;
        }

        string varied = headOnly ? "none (each picture is seen once)" : training.Augmentation.ToString();
        yield return $"Input: {training.InputSize} x {training.InputSize} pixels; variation of training pictures: {varied}";
        yield return string.Create(CultureInfo.InvariantCulture, $"Seed: {training.Seed}");
    }

    private static IEnumerable<string> SolverLines(CardFacts facts)
    {
        yield return "Head: multinomial logistic regression, solved for by L-BFGS, its ridge chosen by cross-validation on the training pictures";
        yield return $"Rounds: {facts.BestEpoch} of {facts.Spec.Training.Epochs} allowed (validation accuracy {CardNumbers.Percent(facts.ValidationAccuracy)})";
    }

    private static IEnumerable<string> StepLines(CardFacts facts)
    {
        TrainingSpec training = facts.Spec.Training;
        string kept =
            facts.BestEpoch == 0
                ? "none better than the head they began with, which was kept"
                : $"of which number {facts.BestEpoch} was kept";
        yield return $"Epochs: {training.Epochs}, {kept} (validation accuracy {CardNumbers.Percent(facts.ValidationAccuracy)})";
        if (facts.StopReason is { } reason)
        {
            yield return reason.TrimEnd('.');
        }

        yield return $"Pictures a step: {training.BatchSize}";
        yield return $"{training.Optimizer}, learning rate {Number(training.LearningRate)}, weight decay {Number(training.WeightDecay)}, warm-up over {CardNumbers.Percent(training.WarmupShare)} of the steps, then a cosine";
        foreach (string line in NetworkLines(training))
        {
            yield return line;
        }
    }

    private static IEnumerable<string> NetworkLines(TrainingSpec training)
    {
        if (training.StageRates is { } rates)
        {
            yield return $"Shares of that rate for single stages: {rates}";
        }
        else if (training.BackboneRateShare < 1 || training.LayerDecay < 1)
        {
            yield return $"The backbone's last stage learns at {Number(training.BackboneRateShare)} of that rate, each stage before at {Number(training.LayerDecay)} of the next one's";
        }

        if (training.GradientClip > 0)
        {
            yield return $"Gradients shortened to a norm of {Number(training.GradientClip)}";
        }

        if (training.Dropout is { } dropout)
        {
            yield return $"Dropout before the head: {Number(dropout)}";
        }

        if (training.Mixup > 0 || training.CutMix > 0)
        {
            yield return $"Pictures mixed in pairs: mixup {Number(training.Mixup)}, CutMix {Number(training.CutMix)}";
        }

        if (training.EmaDecay > 0)
        {
            yield return $"The weights are a moving average over the steps, decay {Number(training.EmaDecay)}";
        }
    }

    private static IEnumerable<string> ObjectiveLines(TrainingSpec training)
    {
        if (training.LabelSmoothing > 0)
        {
            yield return $"Label smoothing: {Number(training.LabelSmoothing)}";
        }

        if (training.ClassBalance != ClassBalance.None)
        {
            yield return training.ClassBalance == ClassBalance.Weights
                ? "Classes weighed by how rare they are"
                : "Equally many pictures of each class in each epoch";
        }
    }

    private static string Number(double? value) => CardNumbers.Number(value);
}
