using System.Globalization;
using TransferWeb.Core.Runs;

namespace TransferWeb.Web.Components.Pages.NewRun;

/// <summary>The fields of all settings behind "advanced": one for each guide of <see cref="Core.Guidance.SettingGuides"/>.</summary>
public static class SettingFields
{
    private const double SecondsAMinute = 60;
    private static readonly TrainingSpec Usual = new();

    /// <summary>All, in the order in which they stand in an address.</summary>
    public static IReadOnlyList<SettingField> All { get; } =
    [
        SettingField.Whole("epochs", "epochs", s => s.Epochs, (s, n) => s with { Epochs = n }),
        SettingField.Whole("batchSize", "batch", s => s.BatchSize, (s, n) => s with { BatchSize = n ?? Usual.BatchSize }),
        SettingField.Number("learningRate", "rate", s => s.LearningRate, (s, n) => s with { LearningRate = n }),
        SettingField.Choice(
            "findLearningRate",
            "find",
            s => s.FindLearningRate,
            (s, yes) => s with { FindLearningRate = yes },
            (false, "No"),
            (true, "Yes")
        ),
        SettingField.Number("backboneRateShare", "share", s => s.BackboneRateShare, (s, n) => s with { BackboneRateShare = n }),
        SettingField.Number("layerDecay", "layers", s => s.LayerDecay, (s, n) => s with { LayerDecay = n }),
        SettingField.Choice(
            "optimizer",
            "optimizer",
            s => s.Optimizer,
            (s, kind) => s with { Optimizer = kind },
            (OptimizerKind.AdamW, "AdamW"),
            (OptimizerKind.Sgd, "SGD with momentum")
        ),
        SettingField.Number("weightDecay", "decay", s => s.WeightDecay, (s, n) => s with { WeightDecay = n }),
        SettingField.Number(
            "warmupShare",
            "warmup",
            s => s.WarmupShare,
            (s, n) => s with { WarmupShare = n ?? Usual.WarmupShare }
        ),
        SettingField.Number("gradientClip", "clip", s => s.GradientClip, (s, n) => s with { GradientClip = n }),
        SettingField.Number("dropout", "dropout", s => s.Dropout, (s, n) => s with { Dropout = n }) with
        {
            WhenEmpty = "as published",
        },
        SettingField.Number(
            "labelSmoothing",
            "smooth",
            s => s.LabelSmoothing,
            (s, n) => s with { LabelSmoothing = n ?? Usual.LabelSmoothing }
        ),
        SettingField.Choice(
            "classBalance",
            "balance",
            s => s.ClassBalance,
            (s, kind) => s with { ClassBalance = kind },
            (ClassBalance.None, "Nothing"),
            (ClassBalance.Weights, "Count rare ones more"),
            (ClassBalance.Sampling, "Show rare ones more often")
        ),
        SettingField.Number("mixup", "mixup", s => s.Mixup, (s, n) => s with { Mixup = n ?? Usual.Mixup }),
        SettingField.Number("cutMix", "cutmix", s => s.CutMix, (s, n) => s with { CutMix = n ?? Usual.CutMix }),
        SettingField.Number("emaDecay", "ema", s => s.EmaDecay, (s, n) => s with { EmaDecay = n ?? Usual.EmaDecay }),
        SettingField.Whole("patience", "patience", s => s.Patience, (s, n) => s with { Patience = n ?? Usual.Patience }),
        SettingField.Number(
            "budgetSeconds",
            "minutes",
            s => s.BudgetSeconds / SecondsAMinute,
            (s, n) => s with { BudgetSeconds = n * SecondsAMinute }
        ) with
        {
            WhenEmpty = "no limit",
        },
        SettingField.Whole("inputSize", "size", s => s.InputSize, (s, n) => s with { InputSize = n }),
        SettingField.Choice(
            "augmentation",
            "vary",
            s => s.Augmentation,
            (s, kind) => s with { Augmentation = kind },
            (AugmentationKind.None, "None"),
            (AugmentationKind.Light, "Light"),
            (AugmentationKind.Medium, "Medium"),
            (AugmentationKind.Strong, "Strong")
        ),
        new("seed", "seed", s => SettingField.Written(s.Seed), ChangeSeed),
    ];

    /// <summary>The field of that setting.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static SettingField Find(string key) => All.FirstOrDefault(f => f.Key == key) ?? throw new KeyNotFoundException(key);

    private static TrainingSpec? ChangeSeed(TrainingSpec settings, string text) =>
        text.Length == 0 ? settings with { Seed = Usual.Seed }
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seed)
            ? settings with
            {
                Seed = seed,
            }
        : null;
}
