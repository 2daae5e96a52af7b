using System.Globalization;
using TransferWeb.Core.Guidance;
using TransferWeb.Core.Runs;

namespace TransferWeb.Web.Components.Pages.NewRun;

/// <summary>Fifth question: how thoroughly, and with which settings?</summary>
public sealed partial class TrainingStep
{
    private readonly Dictionary<string, string> notNumbers = new(StringComparer.Ordinal);

    private TrainingSpec Settings => Model.State.Training;

    /// <summary>A setting that makes no difference is shown all the same while there is something wrong with it.</summary>
    private IEnumerable<SettingGuide> Guides =>
        Model.Spec is { } spec
            ? SettingGuides.For(spec).Union(SettingGuides.All.Where(g => Problem(g.Key) is not null))
            : SettingGuides.All;

    private int Rounds(TrainingPreset preset) =>
        Model.Backbone is { } backbone
            ? TrainingDefaults
                .Fill((Model.State with { Preset = preset.Key }).ToSpec(backbone, Model.Strategy, Model.Name), backbone)
                .Training.Epochs!.Value
            : 0;

    private string Value(string key) =>
        key switch
        {
            "epochs" => Written(Settings.Epochs),
            "batchSize" => Written(Settings.BatchSize),
            "optimizer" => Settings.Optimizer.ToString(),
            "learningRate" => Written(Settings.LearningRate),
            "weightDecay" => Written(Settings.WeightDecay),
            "warmupShare" => Written(Settings.WarmupShare),
            "inputSize" => Written(Settings.InputSize),
            "augmentation" => Settings.Augmentation.ToString(),
            _ => Written(Settings.Seed),
        };

    /// <summary>What an open setting will be, shown in its empty field.</summary>
    private string? Chosen(string key)
    {
        if (Model is not { Backbone: { } backbone, Spec: { } spec })
        {
            return null;
        }

        TrainingSpec filled = TrainingDefaults.Fill(spec, backbone).Training;
        return key switch
        {
            "epochs" => Written(filled.Epochs),
            "learningRate" => Written(filled.LearningRate),
            "weightDecay" => Written(filled.WeightDecay),
            "inputSize" => Written(filled.InputSize),
            _ => null,
        };
    }

    private string? Problem(string key) =>
        notNumbers.GetValueOrDefault(key) ?? Model.Errors.FirstOrDefault(e => e.Field == $"training.{key}")?.Message;

    private Task SetAsync(string key, string text)
    {
        notNumbers.Remove(key);
        TrainingSpec usual = new();
        double? number = Number(text);
        if (text.Length > 0 && number is null && key is not ("optimizer" or "augmentation"))
        {
            notNumbers[key] = $"“{text}” is not a number.";
            return Task.CompletedTask;
        }

        TrainingSpec next = key switch
        {
            "epochs" => Settings with { Epochs = Whole(number) },
            "batchSize" => Settings with { BatchSize = Whole(number) ?? usual.BatchSize },
            "optimizer" => Settings with { Optimizer = Enum.Parse<OptimizerKind>(text) },
            "learningRate" => Settings with { LearningRate = number },
            "weightDecay" => Settings with { WeightDecay = number },
            "warmupShare" => Settings with { WarmupShare = number ?? usual.WarmupShare },
            "inputSize" => Settings with { InputSize = Whole(number) },
            "augmentation" => Settings with { Augmentation = Enum.Parse<AugmentationKind>(text) },
            _ => Settings with { Seed = (long)(number ?? usual.Seed) },
        };
        return OnChange.InvokeAsync(Model.State with { Training = next });
    }

    private static double? Number(string text) =>
        double.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
        && double.IsFinite(value)
            ? value
            : null;

    private static int? Whole(double? number) =>
        number is { } value ? (int)Math.Clamp(Math.Round(value), int.MinValue, int.MaxValue) : null;

    private static string Written(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "";
}
