using System.Globalization;

namespace TransferWeb.Core.Runs;

/// <summary>One thing wrong with a spec: the field's path as in the JSON document, and a sentence.</summary>
public sealed record RunSpecError(string Field, string Message);

/// <summary>Checks a spec by itself, before any file is opened, and returns every error at once.</summary>
public static class RunSpecValidator
{
    /// <summary>The longest name of a run, in characters.</summary>
    public const int MaximumNameLength = 120;

    /// <summary>All errors; empty where the spec can be tried. Whether backbone, files and device exist is known only to the worker.</summary>
    public static IReadOnlyList<RunSpecError> Validate(RunSpec spec)
    {
        Check check = new();
        check.That(
            spec.Version is >= 1 and <= RunSpec.CurrentVersion,
            "version",
            $"Version {spec.Version} of a run's document is not known here; this program reads up to {RunSpec.CurrentVersion}. Update TransferWeb."
        );
        check.That(
            !string.IsNullOrWhiteSpace(spec.Name) && spec.Name.Length <= MaximumNameLength,
            "name",
            $"The name has {spec.Name?.Length ?? 0} characters. Give it 1 to {MaximumNameLength}."
        );
        check.That(!string.IsNullOrWhiteSpace(spec.Backbone), "backbone", "No backbone is named. Choose one, such as resnet18.");
        string? device = RunDevices.Problem(spec.Device);
        check.That(device is null, "device", device ?? "");
        CheckData(check, spec.Data);
        CheckFreezing(check, spec);
        CheckTraining(check, spec.Training);
        CheckMethods(check, spec);
        return check.Errors;
    }

    private static void CheckData(Check check, DataSpec data)
    {
        check.That(!string.IsNullOrWhiteSpace(data.Folder), "data.folder", "No picture folder is named.");
        check.Range(data.ValidationShare, 0.05, 0.5, "data.validationShare", "share of pictures checked on");
        check.Range(data.TestShare, 0, 0.4, "data.testShare", "share of pictures kept for the test");
    }

    private static void CheckFreezing(Check check, RunSpec spec)
    {
        check.That(
            spec.Start == WeightStart.Pretrained || spec.Freezing is FullPolicy,
            "freezing",
            "From scratch there is nothing worth freezing. Train everything, or start from pretrained weights."
        );
        switch (spec.Freezing)
        {
            case LastStagesPolicy last:
                check.That(
                    last.Stages is >= 1 and <= 50,
                    "freezing.stages",
                    $"{last.Stages} stages cannot be trained. Choose 1 or more."
                );
                break;
            case CustomPolicy custom:
                check.That(
                    custom.Stages is { Count: > 0 } && custom.Stages.All(name => !string.IsNullOrWhiteSpace(name)),
                    "freezing.stages",
                    "No stage is named. Name at least one to train beside the head, or train the head only."
                );
                break;
            case GradualPolicy gradual:
                check.Range(
                    gradual.EpochsPerStage,
                    1,
                    1000,
                    "freezing.epochsPerStage",
                    "number of rounds from one stage to the next"
                );
                break;
            default:
                break;
        }
    }

    private static void CheckTraining(Check check, TrainingSpec training)
    {
        check.Range(training.Epochs, 1, 1000, "training.epochs", "number of rounds (epochs)");
        check.Range(training.BatchSize, 1, 1024, "training.batchSize", "number of pictures a step (batch size)");
        check.Range(training.InputSize, 32, 1024, "training.inputSize", "input size in pixels");
        check.Range(training.WarmupShare, 0, 0.5, "training.warmupShare", "warm-up share");
        check.Range(training.WeightDecay, 0, 1, "training.weightDecay", "weight decay");
        check.Positive(training.LearningRate, 10, "training.learningRate", "learning rate");
    }

    private static void CheckMethods(Check check, RunSpec spec)
    {
        TrainingSpec training = spec.Training;
        check.Positive(training.BackboneRateShare, 1, "training.backboneRateShare", "backbone's share of the learning rate");
        check.Positive(
            training.LayerDecay,
            1,
            "training.layerDecay",
            "share of the rate from one stage to the one before it (layer decay)"
        );
        check.Range(training.GradientClip, 0, 1000, "training.gradientClip", "greatest norm of the gradients");
        check.Range(training.Dropout, 0, 0.9, "training.dropout", "dropout");
        check.Range(training.LabelSmoothing, 0, 0.5, "training.labelSmoothing", "label smoothing");
        check.Range(training.Mixup, 0, 4, "training.mixup", "mixup's strength");
        check.Range(training.CutMix, 0, 4, "training.cutMix", "CutMix's strength");
        check.Range(training.EmaDecay, 0, 0.99999, "training.emaDecay", "decay of the weights' average");
        check.Range(training.Patience, 0, 1000, "training.patience", "number of rounds to wait for a better one (patience)");
        check.Positive(training.BudgetSeconds, 1e7, "training.budgetSeconds", "time budget in seconds");
        foreach (StageRate rate in training.StageRates?.Rates ?? [])
        {
            check.Positive(rate.Share, 1, "training.stageRates", $"share of the learning rate of {rate.Stage}");
        }

        bool headOnly = spec is { Start: WeightStart.Pretrained, Freezing: HeadOnlyPolicy };
        check.That(
            !headOnly || !training.FindLearningRate,
            "training.findLearningRate",
            "A learning rate can be looked for where more than the head is trained. The head alone does well with its usual one: leave the rate open."
        );
        check.That(
            !headOnly || (training.Mixup == 0 && training.CutMix == 0),
            "training.mixup",
            "Pictures can be mixed where more than the head is trained. The head alone learns from features that are computed once."
        );
        check.That(
            !headOnly || (training.Dropout is null or 0 && training.EmaDecay == 0),
            "training.dropout",
            "Dropout and averaged weights are for training in steps, where more than the head is trained. The head alone is solved for."
        );
    }

    private static string Number(double? value) => (value ?? double.NaN).ToString("R", CultureInfo.InvariantCulture);

    private sealed class Check
    {
        public List<RunSpecError> Errors { get; } = [];

        public void That(bool holds, string field, string message)
        {
            if (!holds)
            {
                Errors.Add(new RunSpecError(field, message));
            }
        }

        public void Positive(double? value, double high, string field, string what) =>
            That(
                value is null || (value > 0 && value <= high),
                field,
                $"The {what} is {Number(value)}. It must be above 0 and at most {Number(high)}."
            );

        public void Range(double? value, double low, double high, string field, string what) =>
            That(
                value is null || (value >= low && value <= high),
                field,
                $"The {what} is {Number(value)}. It must be from {Number(low)} to {Number(high)}."
            );
    }
}
