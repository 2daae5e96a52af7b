using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using TransferWeb.Core;
using TransferWeb.Core.Guidance;
using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;

namespace TransferWeb.Web.Components.Pages.NewRun;

/// <summary>
/// What the person has answered so far. It lives in the page's address, so that Back, reload and a copied link all work. What is null
/// has not been chosen; the wizard then uses what it recommends.
/// </summary>
public sealed record NewRunState
{
    /// <summary>Key of the use case.</summary>
    public string? UseCase { get; init; }

    /// <summary>The pictures.</summary>
    public DatasetId? Dataset { get; init; }

    /// <summary>Name of the backbone.</summary>
    public string? Backbone { get; init; }

    /// <summary>What is trained, as <see cref="TrainingStrategy"/> writes it.</summary>
    public string? Strategy { get; init; }

    /// <summary>Key of the preset.</summary>
    public string? Preset { get; init; }

    /// <summary>Name of the run.</summary>
    public string? Name { get; init; }

    /// <summary>The settings changed behind "advanced"; the rest is as the preset has it.</summary>
    public TrainingSpec Training { get; init; } = new();

    /// <summary>Reads the answers from an address; what is not understood counts as not answered.</summary>
    public static NewRunState Parse(string address)
    {
        int question = address.IndexOf('?', StringComparison.Ordinal);
        Dictionary<string, StringValues> query = QueryHelpers.ParseQuery(question < 0 ? "" : address[question..].Split('#')[0]);
        TrainingSpec usual = new();
        return new()
        {
            UseCase = UseCases.Find(Text(query, "use"))?.Key,
            Dataset = DatasetId.Parse(Text(query, "data")),
            Backbone = Text(query, "net"),
            Strategy = Text(query, "train") is { } strategy && TrainingStrategy.Parse(strategy) is not null ? strategy : null,
            Preset = Text(query, "preset") is { } preset ? TrainingPresets.Find(preset).Key : null,
            Name = Text(query, "name"),
            Training = usual with
            {
                Epochs = Whole(query, "epochs"),
                BatchSize = Whole(query, "batch") ?? usual.BatchSize,
                LearningRate = Number(query, "rate"),
                Optimizer = Choice(query, "optimizer", usual.Optimizer),
                WeightDecay = Number(query, "decay"),
                WarmupShare = Number(query, "warmup") ?? usual.WarmupShare,
                InputSize = Whole(query, "size"),
                Augmentation = Choice(query, "vary", usual.Augmentation),
                Seed = Long(query, "seed") ?? usual.Seed,
            },
        };
    }

    /// <summary>The address of a step with these answers, relative to the portal's own; <see cref="Parse"/> reads it back.</summary>
    public string Address(NewRunStep step)
    {
        TrainingSpec usual = new();
        KeyValuePair<string, string?>[] parts =
        [
            new("use", UseCase),
            new("data", Dataset?.ToString()),
            new("net", Backbone),
            new("train", Strategy),
            new("preset", Preset),
            new("name", Name),
            new("epochs", Written(Training.Epochs)),
            new("batch", Training.BatchSize == usual.BatchSize ? null : Written(Training.BatchSize)),
            new("rate", Written(Training.LearningRate)),
            new("optimizer", Training.Optimizer == usual.Optimizer ? null : Training.Optimizer.ToString()),
            new("decay", Written(Training.WeightDecay)),
            new("warmup", Training.WarmupShare == usual.WarmupShare ? null : Written(Training.WarmupShare)),
            new("size", Written(Training.InputSize)),
            new("vary", Training.Augmentation == usual.Augmentation ? null : Training.Augmentation.ToString()),
            new("seed", Training.Seed == usual.Seed ? null : Written(Training.Seed)),
        ];
        return QueryHelpers.AddQueryString($"/new/{step.Slug()}", parts.Where(p => !string.IsNullOrEmpty(p.Value)));
    }

    /// <summary>How many settings behind "advanced" differ from the preset's.</summary>
    public int ChangedSettings
    {
        get
        {
            TrainingSpec usual = new();
            bool[] changed =
            [
                Training.Epochs is not null,
                Training.BatchSize != usual.BatchSize,
                Training.LearningRate is not null,
                Training.Optimizer != usual.Optimizer,
                Training.WeightDecay is not null,
                Training.WarmupShare != usual.WarmupShare,
                Training.InputSize is not null,
                Training.Augmentation != usual.Augmentation,
                Training.Seed != usual.Seed,
            ];
            return changed.Count(c => c);
        }
    }

    /// <summary>The run these answers ask for, on the given backbone. The folder is filled in when it is queued.</summary>
    /// <param name="backbone">The backbone, chosen or recommended.</param>
    /// <param name="strategy">What is trained, chosen or recommended.</param>
    /// <param name="name">The run's name, chosen or suggested.</param>
    public RunSpec ToSpec(BackboneManifest backbone, string strategy, string name)
    {
        (FreezePolicy freezing, WeightStart start) = TrainingStrategy.Parse(strategy)!.Value;
        RunSpec spec = new()
        {
            Name = name,
            UseCase = UseCase,
            Data = new DataSpec { Folder = "pictures" },
            Backbone = backbone.Name,
            Start = start,
            Freezing = freezing,
            Training = Training,
        };
        return TrainingPresets.Apply(spec, TrainingPresets.Find(Preset), backbone);
    }

    private static string? Text(Dictionary<string, StringValues> query, string key) =>
        query.TryGetValue(key, out StringValues values) && !string.IsNullOrWhiteSpace(values[0]) ? values[0]!.Trim() : null;

    private static int? Whole(Dictionary<string, StringValues> query, string key) =>
        int.TryParse(Text(query, key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value : null;

    private static long? Long(Dictionary<string, StringValues> query, string key) =>
        long.TryParse(Text(query, key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? value
            : null;

    private static double? Number(Dictionary<string, StringValues> query, string key) =>
        double.TryParse(Text(query, key), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
        && double.IsFinite(value)
            ? value
            : null;

    private static T Choice<T>(Dictionary<string, StringValues> query, string key, T usual)
        where T : struct, Enum =>
        Enum.TryParse(Text(query, key), ignoreCase: true, out T value) && Enum.IsDefined(value) ? value : usual;

    private static string? Written(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture);
}
