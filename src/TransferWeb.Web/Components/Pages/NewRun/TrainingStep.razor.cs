using TransferWeb.Core.Guidance;
using TransferWeb.Core.Runs;

namespace TransferWeb.Web.Components.Pages.NewRun;

/// <summary>Fifth question: how thoroughly, and with which settings?</summary>
public sealed partial class TrainingStep
{
    private readonly Dictionary<string, string> notNumbers = new(StringComparer.Ordinal);

    private TrainingSpec Settings => Model.State.Training;

    /// <summary>A setting that makes no difference is shown all the same where it was changed before, so that it can be changed back.</summary>
    private IEnumerable<SettingGuide> Guides
    {
        get
        {
            HashSet<string> apply =
            [
                .. (Model.Spec is { } spec ? SettingGuides.For(spec) : SettingGuides.All).Select(g => g.Key),
            ];
            return SettingGuides.All.Where(g =>
                apply.Contains(g.Key) || Problem(g.Key) is not null || SettingFields.Find(g.Key).IsChanged(Settings)
            );
        }
    }

    private int Rounds(TrainingPreset preset) =>
        Model.Backbone is { } backbone
            ? TrainingDefaults
                .Fill((Model.State with { Preset = preset.Key }).ToSpec(backbone, Model.Strategy, Model.Name), backbone)
                .Training.Epochs!.Value
            : 0;

    /// <summary>What an open setting will be, shown in its empty field.</summary>
    private string? Placeholder(SettingField field) =>
        Model is { Backbone: { } backbone, Spec: { } spec }
        && field.Read(TrainingDefaults.Fill(spec, backbone).Training) is { Length: > 0 } chosen
            ? $"{chosen} (chosen for you)"
            : field.WhenEmpty;

    private string? Problem(string key) =>
        notNumbers.GetValueOrDefault(key) ?? Model.Errors.FirstOrDefault(e => e.Field == $"training.{key}")?.Message;

    private Task SetAsync(SettingField field, string text)
    {
        if (field.Change(Settings, text) is not { } changed)
        {
            notNumbers[field.Key] = $"“{text}” is not a number.";
            return Task.CompletedTask;
        }

        notNumbers.Remove(field.Key);
        return OnChange.InvokeAsync(Model.State with { Training = changed });
    }
}
