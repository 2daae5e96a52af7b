using System.Globalization;
using System.Text;

namespace TransferWeb.Benchmarks;

/// <summary>All measures of a comparison.</summary>
internal sealed record Comparison(
    IReadOnlyList<RunMeasure> Own,
    IReadOnlyList<RunMeasure> Cached,
    IReadOnlyList<RunMeasure> Frozen,
    PartRates Rates
);

/// <summary>Writes a comparison as Markdown.</summary>
internal static class ComparisonTable
{
    /// <summary>The table, with what bounds our run and how far off it is.</summary>
    public static string Write(Contest contest, Comparison comparison)
    {
        RunMeasure own = Median(comparison.Own);
        StringBuilder table = new();
        Line(
            table,
            $"### {contest.Arch} on {Path.GetFileName(contest.Data)}, {contest.Pictures} pictures, {Environment.ProcessorCount} processors ({DateTime.UtcNow:yyyy-MM-dd}; medians of {comparison.Own.Count})"
        );
        Line(table, $"");
        Line(table, $"| program | seconds | slower than ours | peak memory | validation accuracy |");
        Line(table, $"|---|---|---|---|---|");
        AddRow(table, "ours, `train --strategy head`", own, own);
        AddRow(table, "script, `--mode cached --channels-last`", Median(comparison.Cached), own);
        if (comparison.Frozen.Count > 0)
        {
            AddRow(table, "script, `--mode frozen --epochs 10`", Median(comparison.Frozen), own);
        }

        double bound = comparison.Rates.Bound(contest.Pictures);
        Line(table, $"");
        Line(
            table,
            $"Alone on all processors, decoding and resizing does {comparison.Rates.Decoding:0} pictures a second and the frozen network {comparison.Rates.Network:0}. Both share the same processors, so no run with these parts takes less than {bound:0.0} s; ours takes {own.WallSeconds / bound:0.00} times that, start and end of the process included."
        );
        return table.ToString();
    }

    private static void AddRow(StringBuilder table, string name, RunMeasure run, RunMeasure own) =>
        Line(
            table,
            $"| {name} | {run.WallSeconds:0.0} | {run.WallSeconds / own.WallSeconds:0.00} x | {run.PeakBytes / 1e6:0} MB | {run.Accuracy * 100:0.0} % |"
        );

    private static RunMeasure Median(IReadOnlyList<RunMeasure> runs) =>
        new(
            Middle(runs.Select(r => r.WallSeconds)),
            (long)Middle(runs.Select(r => (double)r.PeakBytes)),
            Middle(runs.Select(r => r.Accuracy))
        );

    internal static double Middle(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int half = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    internal static void Line(StringBuilder table, FormattableString text) =>
        table.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
