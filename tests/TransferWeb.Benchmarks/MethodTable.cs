using System.Globalization;
using System.Text;

namespace TransferWeb.Benchmarks;

/// <summary>Writes how every method did as Markdown: a row for each, a column for each backbone and data set.</summary>
internal static class MethodTable
{
    private const string Auto = "auto";

    /// <summary>Auto may be this much less accurate than the best method of a column.</summary>
    private const double AllowedLoss = 0.015;

    /// <summary>And take this many times its seconds.</summary>
    private const double AllowedTime = 1.5;

    /// <summary>The tables, and how auto stands to the best of each column.</summary>
    public static string Write(IReadOnlyList<MethodRun> runs, int inputSize)
    {
        Column[] columns =
        [
            .. runs.GroupBy(r => (r.Backbone, r.Data)).Select(g => new Column(g.Key.Backbone, g.Key.Data, [.. g])),
        ];
        string[] methods = [.. MethodRuns.Methods.Where(m => runs.Any(r => r.Method == m))];
        StringBuilder text = new();
        Line(
            text,
            $"### Methods at {inputSize} pixels, {Environment.ProcessorCount} processors ({DateTime.UtcNow:yyyy-MM-dd}): accuracy ± standard deviation over seeds, processors' seconds (of all together; another program beside a run disturbs them less than its own seconds)"
        );
        Line(text, $"");
        Line(text, $"| method | {string.Join(" | ", columns.Select(c => $"{c.Data}, {c.Backbone}"))} |");
        Line(text, $"|---|{string.Concat(columns.Select(_ => "---|"))}");
        foreach (string method in methods)
        {
            Line(text, $"| {method} | {string.Join(" | ", columns.Select(c => c.Of(method)?.ToString() ?? ""))} |");
        }

        Line(text, $"");
        foreach (Column column in columns)
        {
            Compare(text, column, methods);
        }

        return text.ToString();
    }

    private static void Compare(StringBuilder text, Column column, IEnumerable<string> methods)
    {
        Cell? best = methods.Where(m => m != Auto).Select(column.Of).OfType<Cell>().MaxBy(c => c.Accuracy);
        if (best is null || column.Of(Auto) is not { } auto)
        {
            return;
        }

        double behind = best.Accuracy - auto.Accuracy;
        double times = auto.Seconds / best.Seconds;
        string verdict = behind <= AllowedLoss && times <= AllowedTime ? "kept" : "missed";
        Line(
            text,
            $"- {column.Data}, {column.Backbone}: best {best.Method} ({best.Accuracy:0.000}); auto {behind * 100:+0.0;-0.0;0.0} points behind it in {times:0.00} times its seconds: {verdict}."
        );
    }

    private static void Line(StringBuilder text, FormattableString line) => ComparisonTable.Line(text, line);

    private sealed record Column(string Backbone, string Data, IReadOnlyList<MethodRun> Runs)
    {
        public Cell? Of(string method)
        {
            MethodRun[] own = [.. Runs.Where(r => r.Method == method)];
            return own.Length == 0
                ? null
                : new Cell(
                    method,
                    own.Average(r => r.Accuracy),
                    Deviation([.. own.Select(r => r.Accuracy)]),
                    own.Average(r => r.ProcessorSeconds)
                );
        }

        private static double Deviation(double[] values)
        {
            double mean = values.Average();
            return values.Length < 2 ? 0 : Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
        }
    }

    private sealed record Cell(string Method, double Accuracy, double Deviation, double Seconds)
    {
        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"{Accuracy:0.000} ± {Deviation:0.000}, {Seconds:0} s");
    }
}
