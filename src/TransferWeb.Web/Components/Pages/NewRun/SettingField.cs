using System.Globalization;
using TransferWeb.Core.Runs;

namespace TransferWeb.Web.Components.Pages.NewRun;

/// <summary>How one setting of a run is written into a field and into the wizard's address, and read back from there.</summary>
/// <param name="Key">The field of <see cref="TrainingSpec"/>, camelCase; that of its guide.</param>
/// <param name="Query">What it is called in the address; stable, so that old links stay.</param>
/// <param name="Read">Writes it out; empty where it is left open.</param>
/// <param name="Change">The settings with what a person wrote, empty for the usual value; null where it is not understood.</param>
public sealed record SettingField(
    string Key,
    string Query,
    Func<TrainingSpec, string> Read,
    Func<TrainingSpec, string, TrainingSpec?> Change
)
{
    private static readonly TrainingSpec Usual = new();

    /// <summary>The values to choose from with their titles; none where anything may be written.</summary>
    public IReadOnlyList<(string Value, string Title)> Options { get; init; } = [];

    /// <summary>What an empty field means where nothing is chosen for it.</summary>
    public string? WhenEmpty { get; init; }

    /// <summary>Whether the setting differs from the one a run has without anybody's doing.</summary>
    public bool IsChanged(TrainingSpec settings) => Read(settings) != Read(Usual);

    /// <summary>A setting in any number.</summary>
    public static SettingField Number(
        string key,
        string query,
        Func<TrainingSpec, double?> get,
        Func<TrainingSpec, double?, TrainingSpec> set
    ) => new(key, query, spec => Written(get(spec)), (spec, text) => Parsed(text, out double? number) ? set(spec, number) : null);

    /// <summary>A setting in whole numbers; what lies between is rounded.</summary>
    public static SettingField Whole(
        string key,
        string query,
        Func<TrainingSpec, int?> get,
        Func<TrainingSpec, int?, TrainingSpec> set
    ) =>
        new(
            key,
            query,
            spec => Written(get(spec)),
            (spec, text) =>
                Parsed(text, out double? number)
                    ? set(spec, number is { } n ? (int)Math.Clamp(Math.Round(n), int.MinValue, int.MaxValue) : null)
                    : null
        );

    /// <summary>A setting that is one of several values.</summary>
    public static SettingField Choice<T>(
        string key,
        string query,
        Func<TrainingSpec, T> get,
        Func<TrainingSpec, T, TrainingSpec> set,
        params (T Value, string Title)[] options
    )
        where T : notnull =>
        new(
            key,
            query,
            spec => $"{get(spec)}",
            (spec, text) =>
                options.Where(o => string.Equals($"{o.Value}", text, StringComparison.OrdinalIgnoreCase)).ToArray()
                    is [var chosen]
                    ? set(spec, chosen.Value)
                    : null
        )
        {
            Options = [.. options.Select(o => ($"{o.Value}", o.Title))],
        };

    /// <summary>A number as it stands in a field: with a point, without grouping.</summary>
    internal static string Written(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "";

    // A comma is taken for a point, as half of Europe writes it.
    private static bool Parsed(string text, out double? number)
    {
        number = null;
        if (text.Length == 0)
        {
            return true;
        }

        bool understood =
            double.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && double.IsFinite(value);
        number = understood ? value : null;
        return understood;
    }
}
