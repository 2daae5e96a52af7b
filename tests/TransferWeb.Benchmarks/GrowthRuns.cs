using System.Globalization;
using System.Text;

namespace TransferWeb.Benchmarks;

/// <summary>One size of the growth bench.</summary>
/// <param name="Pictures">Generated pictures in the folder.</param>
/// <param name="Seconds">From start to end of the process.</param>
/// <param name="ProcessorSeconds">Spent by all processors together.</param>
/// <param name="PeakBytes">The most memory held.</param>
internal sealed record GrowthMeasure(int Pictures, double Seconds, double ProcessorSeconds, long PeakBytes);

/// <summary>Trains the same way on more and more generated pictures: time should grow with their number, memory not at all.</summary>
internal static class GrowthRuns
{
    /// <summary>Makes the pictures, runs every size and writes the table.</summary>
    /// <param name="sizes">Numbers of pictures.</param>
    /// <param name="arguments">What follows <c>train</c>, besides the data.</param>
    /// <param name="title">What is trained, for the table's title.</param>
    /// <param name="folder">For pictures and runs, which are removed.</param>
    public static async Task<string> MeasureAsync(
        IReadOnlyList<int> sizes,
        IReadOnlyList<string> arguments,
        string title,
        string folder
    )
    {
        List<GrowthMeasure> measures = [];
        foreach (int size in sizes)
        {
            string data = Path.Combine(folder, $"pictures{size}");
            string run = Path.Combine(folder, "run");
            await Console.Error.WriteLineAsync($"Drawing {size} pictures …");
            GeneratedPictures.Write(data, size);
            MeasuredProcess process = await WorkerProgram.TrainAsync(run, ["--data", data, .. arguments]);
            _ = WorkerProgram.Lines(process);
            measures.Add(new GrowthMeasure(size, process.WallSeconds, process.ProcessorSeconds, process.PeakBytes));
            await Console.Error.WriteLineAsync(Row(measures[^1], measures[0]));
            Directory.Delete(run, recursive: true);
            Directory.Delete(data, recursive: true);
        }

        return Write(measures, title);
    }

    private static string Write(IReadOnlyList<GrowthMeasure> measures, string title)
    {
        StringBuilder text = new();
        ComparisonTable.Line(
            text,
            $"### Growth: {title}, {Environment.ProcessorCount} processors ({DateTime.UtcNow:yyyy-MM-dd}, generated pictures of 320 x 320)"
        );
        ComparisonTable.Line(text, $"");
        ComparisonTable.Line(
            text,
            $"| pictures | seconds | ms a picture | processors' ms a picture | peak memory | against the fewest |"
        );
        ComparisonTable.Line(text, $"|---|---|---|---|---|---|");
        foreach (GrowthMeasure measure in measures)
        {
            text.Append(Row(measure, measures[0])).Append('\n');
        }

        return text.ToString();
    }

    private static string Row(GrowthMeasure measure, GrowthMeasure first) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"| {measure.Pictures} | {measure.Seconds:0.0} | {1000 * measure.Seconds / measure.Pictures:0.00} | {1000 * measure.ProcessorSeconds / measure.Pictures:0.00} | {measure.PeakBytes / 1e6:0} MB | {(double)measure.PeakBytes / first.PeakBytes:0.00} x |"
        );
}
