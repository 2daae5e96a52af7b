using System.Globalization;

namespace TransferWeb.Core.Runs;

/// <summary>
/// The command line's word for what is trained: <c>head</c>, <c>last:N</c>, <c>gradual</c>, <c>full</c>, <c>lp-ft</c>, <c>custom:NAME,NAME</c>, <c>scratch</c> or
/// <c>auto</c>.
/// </summary>
public static class TrainingStrategy
{
    /// <summary>The words, as a sentence lists them.</summary>
    public const string Words =
        "head, last:N (such as last:2), gradual, full, lp-ft, custom:NAMES (such as custom:layer3,layer4), scratch or auto";

    private const string Last = "last:";
    private const string Custom = "custom:";

    /// <summary>Reads the word into a policy and a start; null where it is none of them.</summary>
    public static (FreezePolicy Freezing, WeightStart Start)? Parse(string text) =>
        text switch
        {
            "scratch" => (FreezePolicy.Full, WeightStart.Scratch),
            _ => ParsePolicy(text) is { } policy ? (policy, WeightStart.Pretrained) : null,
        };

    /// <summary>The word for a spec; <see cref="Parse"/> reads it back.</summary>
    public static string Format(RunSpec spec) => spec.Start == WeightStart.Scratch ? "scratch" : Format(spec.Freezing);

    /// <summary>The word for a policy on pretrained weights.</summary>
    public static string Format(FreezePolicy policy) =>
        policy switch
        {
            HeadOnlyPolicy => "head",
            LastStagesPolicy last => string.Create(CultureInfo.InvariantCulture, $"{Last}{last.Stages}"),
            GradualPolicy => "gradual",
            HeadThenFullPolicy => "lp-ft",
            CustomPolicy custom => Custom + string.Join(',', custom.Stages),
            AutoPolicy => "auto",
            _ => "full",
        };

    private static FreezePolicy? ParsePolicy(string text) =>
        text switch
        {
            "head" => FreezePolicy.HeadOnly,
            "gradual" => FreezePolicy.Gradual,
            "full" => FreezePolicy.Full,
            "lp-ft" => FreezePolicy.HeadThenFull,
            "auto" => FreezePolicy.Auto,
            _ when text.StartsWith(Last, StringComparison.Ordinal) => ParseLast(text.AsSpan(Last.Length)),
            _ when text.StartsWith(Custom, StringComparison.Ordinal) => ParseCustom(text[Custom.Length..]),
            _ => null,
        };

    private static FreezePolicy? ParseLast(ReadOnlySpan<char> count) =>
        int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out int stages) && stages > 0
            ? FreezePolicy.LastStages(stages)
            : null;

    private static FreezePolicy? ParseCustom(string names)
    {
        string[] stages = names.Split(',', StringSplitOptions.TrimEntries);
        return stages.All(name => name.Length > 0) ? FreezePolicy.Custom(stages) : null;
    }
}
