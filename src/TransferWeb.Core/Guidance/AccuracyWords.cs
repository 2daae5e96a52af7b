using TransferWeb.Core.Models;

namespace TransferWeb.Core.Guidance;

/// <summary>How an accuracy compares with always giving the commonest answer.</summary>
public enum Verdict
{
    /// <summary>Below it, or equal: of no use.</summary>
    Useless,

    /// <summary>Above it, but so few pictures were held back that it may be chance.</summary>
    Unproven,

    /// <summary>The whole interval is above it.</summary>
    Useful,
}

/// <summary>Says honestly how good a model is.</summary>
public static class AccuracyWords
{
    /// <summary>From this share of held-back pictures' interval on, "many more pictures are needed to know" is said (half width, 0 to 1).</summary>
    private const double WideHalfWidth = 0.05;

    /// <summary>Compares the accuracy with the baseline.</summary>
    public static Verdict Judge(double accuracy, Interval interval, double baseline) =>
        accuracy <= baseline ? Verdict.Useless
        : interval.Low <= baseline ? Verdict.Unproven
        : Verdict.Useful;

    /// <inheritdoc cref="Judge(double, Interval, double)"/>
    public static Verdict Judge(EvaluationReport report) =>
        Judge(report.AccuracyTop1, report.AccuracyInterval, report.CommonestClass.Accuracy);

    /// <summary>The sentence under the headline: what always saying the commonest class would give, and what follows.</summary>
    public static string Baseline(EvaluationReport report)
    {
        string always =
            $"always saying “{report.CommonestClass.Label}” would be right for {Say.Percent(report.CommonestClass.Accuracy)}";
        return Judge(report) switch
        {
            Verdict.Useless => $"This is no better than guessing: {always}. Do not use this model yet.",
            Verdict.Unproven =>
                $"This may be chance: {always}, and that is within the range. More held-back pictures would tell.",
            _ => $"Clearly better than guessing: {always}.",
        };
    }

    /// <summary>The interval in words: <c>Between 88 % and 94 % on new pictures like these, judged by 265 it never saw.</c></summary>
    public static string Range(EvaluationReport report)
    {
        double half = HalfWidth(report.AccuracyInterval);
        string range =
            $"Between {Say.Percent(report.AccuracyInterval.Low)} and {Say.Percent(report.AccuracyInterval.High)} on new pictures like these, "
            + $"judged by {Say.Count(report.Images, "picture")} it never learnt from.";
        return half > WideHalfWidth ? $"{range} Hold back more pictures to know it more closely." : range;
    }

    /// <summary>Half the interval's width in points: <c>± 3 points</c>.</summary>
    public static string PlusMinus(Interval interval) =>
        $"± {Say.Count(Math.Max(1, (long)Math.Round(HalfWidth(interval) * 100)), "point")}";

    /// <summary>How sure an answer is: <c>Fairly sure</c>.</summary>
    public static string Sureness(double probability) =>
        probability switch
        {
            >= 0.95 => "Very sure",
            >= 0.8 => "Fairly sure",
            >= 0.5 => "Not sure, perhaps",
            _ => "Hardly more than a guess",
        };

    /// <summary>The whole answer: <c>Fairly sure: glass, 83 %</c>.</summary>
    public static string Answer(string label, double probability) =>
        $"{Sureness(probability)}: {label}, {Say.Percent(probability)}";

    private static double HalfWidth(Interval interval) => (interval.High - interval.Low) / 2;
}
