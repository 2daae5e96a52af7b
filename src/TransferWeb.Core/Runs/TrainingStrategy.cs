using System.Globalization;

namespace TransferWeb.Core.Runs;

/// <summary>The command line's word for what is trained: <c>head</c>, <c>last:N</c>, <c>full</c> or <c>scratch</c>.</summary>
public static class TrainingStrategy
{
    /// <summary>Reads the word into a policy and a start; null where it is none of them.</summary>
    public static (FreezePolicy Freezing, WeightStart Start)? Parse(string text) =>
        text switch
        {
            "head" => (FreezePolicy.HeadOnly, WeightStart.Pretrained),
            "full" => (FreezePolicy.Full, WeightStart.Pretrained),
            "scratch" => (FreezePolicy.Full, WeightStart.Scratch),
            _ when text.StartsWith("last:", StringComparison.Ordinal)
                    && int.TryParse(text.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out int stages)
                    && stages > 0 => (FreezePolicy.LastStages(stages), WeightStart.Pretrained),
            _ => null,
        };

    /// <summary>The word for a spec; <see cref="Parse"/> reads it back.</summary>
    public static string Format(RunSpec spec) =>
        (spec.Start, spec.Freezing) switch
        {
            (WeightStart.Scratch, _) => "scratch",
            (_, HeadOnlyPolicy) => "head",
            (_, LastStagesPolicy last) => string.Create(CultureInfo.InvariantCulture, $"last:{last.Stages}"),
            _ => "full",
        };
}
