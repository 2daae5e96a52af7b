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
        return new()
        {
            UseCase = UseCases.Find(Text(query, "use"))?.Key,
            Dataset = DatasetId.Parse(Text(query, "data")),
            Backbone = Text(query, "net"),
            Strategy = Text(query, "train") is { } strategy && TrainingStrategy.Parse(strategy) is not null ? strategy : null,
            Preset = Text(query, "preset") is { } preset ? TrainingPresets.Find(preset).Key : null,
            Name = Text(query, "name"),
            Training = Settings(query),
        };
    }

    /// <summary>The address of a step with these answers, relative to the portal's own; <see cref="Parse"/> reads it back.</summary>
    public string Address(NewRunStep step)
    {
        KeyValuePair<string, string?>[] parts =
        [
            new("use", UseCase),
            new("data", Dataset?.ToString()),
            new("net", Backbone),
            new("train", Strategy),
            new("preset", Preset),
            new("name", Name),
            .. SettingFields
                .All.Where(f => f.IsChanged(Training))
                .Select(f => KeyValuePair.Create(f.Query, (string?)f.Read(Training))),
        ];
        return QueryHelpers.AddQueryString($"/new/{step.Slug()}", parts.Where(p => !string.IsNullOrEmpty(p.Value)));
    }

    /// <summary>How many settings behind "advanced" differ from the preset's.</summary>
    public int ChangedSettings => SettingFields.All.Count(f => f.IsChanged(Training));

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

    private static TrainingSpec Settings(Dictionary<string, StringValues> query) =>
        SettingFields.All.Aggregate(
            new TrainingSpec(),
            (settings, field) => Text(query, field.Query) is { } text ? field.Change(settings, text) ?? settings : settings
        );
}
