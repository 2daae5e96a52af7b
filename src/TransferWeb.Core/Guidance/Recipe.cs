using System.Globalization;
using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;

namespace TransferWeb.Core.Guidance;

/// <summary>Says a run spec in sentences.</summary>
public static class Recipe
{
    /// <summary>What a policy trains, in words: <c>only the head</c>, <c>the last 2 of 5 stages and the head</c>.</summary>
    public static string WhatIsTrained(RunSpec spec, BackboneManifest backbone)
    {
        int stages = backbone.Stages.Count;
        return (spec.Start, spec.Freezing) switch
        {
            (WeightStart.Scratch, _) => "everything, from scratch",
            (_, HeadOnlyPolicy) => "only the head",
            (_, LastStagesPolicy { Stages: 1 }) => $"the last of {stages} stages and the head",
            (_, CustomPolicy custom) => $"{Say.List(custom.Stages)} of {stages} stages and the head",
            (_, AutoPolicy) => "what measurements on your pictures recommend",
            (_, GradualPolicy) => "everything, one stage after the other",
            (_, LastStagesPolicy last) => $"the last {Math.Min(last.Stages, stages)} of {stages} stages and the head",
            _ => "everything",
        };
    }

    /// <summary>How training pictures are varied, as a sentence; null where they are not.</summary>
    public static string? Variation(AugmentationKind kind) =>
        kind switch
        {
            AugmentationKind.Light => "Crop and mirror the pictures at random in every round.",
            AugmentationKind.Medium => "Crop, mirror, tilt and recolour the pictures at random in every round.",
            AugmentationKind.Strong =>
                "Crop, mirror, tilt, recolour, distort and partly cover the pictures at random in every round.",
            _ => null,
        };

    /// <summary>The recipe, one sentence an entry.</summary>
    /// <param name="spec">The run; settings left open are said with the value they will take.</param>
    /// <param name="backbone">Its network.</param>
    /// <param name="trainPictures">Pictures learnt from.</param>
    /// <param name="validationPictures">Pictures checked on after each round.</param>
    /// <param name="testPictures">Pictures the result is measured on; 0 where it is measured on those that are checked on.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="seconds">The estimate, or null where the device's rate is not known.</param>
    public static IReadOnlyList<string> Sentences(
        RunSpec spec,
        BackboneManifest backbone,
        int trainPictures,
        int validationPictures,
        int testPictures,
        int classes,
        double? seconds
    )
    {
        TrainingSpec training = TrainingDefaults.Fill(spec, backbone).Training;
        bool headOnly = spec.Start == WeightStart.Pretrained && spec.Freezing is HeadOnlyPolicy;
        List<string> sentences =
        [
            spec.Start == WeightStart.Scratch
                ? $"Train {backbone.DisplayName} from scratch, with nothing learnt before."
                : $"Take {backbone.DisplayName}, pretrained on {backbone.PretrainedOn}, and train {WhatIsTrained(spec, backbone)}.",
        ];
        string learnt = $"Learn from {Say.Count(trainPictures, "picture")} in {Say.Count(classes, "class", "classes")}";
        string size = $"at {training.InputSize} × {training.InputSize} pixels";
        string rounds = $"up to {Say.Count(training.Epochs!.Value, "round")}";
        string checkedOn = Say.Count(validationPictures, "picture");
        if (headOnly)
        {
            sentences.Add($"{learnt} {size}.");
            sentences.Add("Look at each picture once, unvaried, and keep what the frozen network sees in it.");
            sentences.Add($"Solve for the head that tells the classes apart best, in {rounds}; there is no step size to choose.");
            sentences.Add($"Check on {checkedOn} after each round.");
        }
        else
        {
            sentences.Add($"{learnt} for {rounds}, {Say.Number(training.BatchSize)} pictures a step {size}.");
            sentences.Add(HowItMoves(training));
            if (spec.Start == WeightStart.Pretrained && spec.Freezing.StartsFromTrainedHead)
            {
                sentences.Add("Train the head on the frozen network first, then adapt the rest from there.");
            }

            if (Variation(training.Augmentation) is { } variation)
            {
                sentences.Add(variation);
            }

            sentences.Add($"Check on {checkedOn} after each round and keep the best round.");
            if (EarlyEnd(training) is { } early)
            {
                sentences.Add(early);
            }
        }

        sentences.Add(
            testPictures > 0
                ? $"Measure the result on {Say.Number(testPictures)} other pictures it never saw."
                : $"Measure the result on the same {checkedOn}, as none are kept for the end."
        );
        if (seconds is { } s)
        {
            string about = Say.About(s);
            sentences.Add($"{char.ToUpperInvariant(about[0])}{about[1..]} on this computer.");
        }

        return sentences;
    }

    private static string? EarlyEnd(TrainingSpec training)
    {
        string? patience =
            training.Patience > 0 ? $"after {Say.Count(training.Patience, "round")} in a row without a better one" : null;
        string? limit = training.BudgetSeconds is { } seconds
            ? $"before a round that would end after {Say.Duration(seconds)}"
            : null;
        return patience is null && limit is null
            ? null
            : $"Stop {string.Join(", or ", new[] { patience, limit }.OfType<string>())}.";
    }

    private static string HowItMoves(TrainingSpec training)
    {
        string rule = training.Optimizer == OptimizerKind.Sgd ? "SGD" : "AdamW";
        string rate = training.LearningRate!.Value.ToString("0.######", CultureInfo.InvariantCulture);
        return $"Move the weights with {rule} at a step size of up to {rate}.";
    }
}
