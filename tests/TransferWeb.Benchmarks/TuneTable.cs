using System.Text;

namespace TransferWeb.Benchmarks;

/// <summary>All measures of a comparison of fine-tunings.</summary>
internal sealed record TuneComparison(IReadOnlyList<TuneMeasure> Own, IReadOnlyList<TuneMeasure> Script, StepRates Rates);

/// <summary>Writes a comparison of fine-tunings as Markdown.</summary>
internal static class TuneTable
{
    /// <summary>The table, with the floor and how near ours comes to it.</summary>
    public static string Write(Contest contest, TuneComparison comparison)
    {
        double own = ComparisonTable.Middle(comparison.Own.Select(m => m.EpochSeconds));
        double floor = comparison.Rates.Floor(contest);
        StringBuilder table = new();
        ComparisonTable.Line(
            table,
            $"### Fine-tuning all of {contest.Arch} on {Path.GetFileName(contest.Data)}, {contest.TrainPictures} + {contest.ValidationPictures} pictures, {Environment.ProcessorCount} processors ({DateTime.UtcNow:yyyy-MM-dd}; medians of {comparison.Own.Count} seeds, mean accuracies)"
        );
        ComparisonTable.Line(table, $"");
        ComparisonTable.Line(
            table,
            $"| program | seconds an epoch | pictures a second | ratio | peak memory | validation accuracy |"
        );
        ComparisonTable.Line(table, $"|---|---|---|---|---|---|");
        AddRow(table, "ours, `train --strategy full`", comparison.Own, own, contest.Pictures);
        AddRow(table, "script, `--mode full --channels-last`", comparison.Script, own, contest.Pictures);
        ComparisonTable.Line(table, $"");
        ComparisonTable.Line(
            table,
            $"On tensors in memory a step does {comparison.Rates.Training:0.0} pictures a second, forward alone {comparison.Rates.Validation:0.0}: no epoch takes less than {floor:0.0} s. Ours reaches {floor / own:0.00} of that."
        );
        return table.ToString();
    }

    private static void AddRow(StringBuilder table, string name, IReadOnlyList<TuneMeasure> runs, double own, int pictures)
    {
        double seconds = ComparisonTable.Middle(runs.Select(m => m.EpochSeconds));
        double bytes = ComparisonTable.Middle(runs.Select(m => (double)m.PeakBytes));
        double accuracy = runs.Average(m => m.Accuracy);
        string each = string.Join(' ', runs.Select(m => FormattableString.Invariant($"{m.Accuracy * 100:0.0}")));
        ComparisonTable.Line(
            table,
            $"| {name} | {seconds:0.0} | {pictures / seconds:0.0} | {seconds / own:0.00} x | {bytes / 1e6:0} MB | {accuracy * 100:0.0} % ({each}) |"
        );
    }
}
