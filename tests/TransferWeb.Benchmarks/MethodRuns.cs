using System.Globalization;
using System.Text.Json;
using TransferWeb.Core;

namespace TransferWeb.Benchmarks;

/// <summary>A way of training on a backbone and a data set, and how it did with one seed.</summary>
/// <param name="Method">The word for <c>--strategy</c>.</param>
/// <param name="Backbone">Its name.</param>
/// <param name="Data">The data set's folder name.</param>
/// <param name="Seed">Decides split, order, head and augmentation.</param>
/// <param name="Accuracy">Of the held-back pictures, 0 to 1.</param>
/// <param name="Seconds">From start to end of the process.</param>
/// <param name="ProcessorSeconds">Spent by all processors together.</param>
/// <param name="Said">What the program said on its way: notes, and what auto chose.</param>
internal sealed record MethodRun(
    string Method,
    string Backbone,
    string Data,
    long Seed,
    double Accuracy,
    double Seconds,
    double ProcessorSeconds,
    IReadOnlyList<string> Said
);

/// <summary>
/// Runs every method on every backbone and data set with every seed, one after the other. Each result is kept as soon as it is there, and what is kept is not run
/// again: cut off, the same command goes on.
/// </summary>
/// <param name="Data">Folders of pictures.</param>
/// <param name="Weights">For each backbone, the file it starts from.</param>
/// <param name="Seeds">How many, from 0 on.</param>
/// <param name="InputSize">Side of the input in pixels.</param>
/// <param name="Results">The file results are kept in, a JSON document a line.</param>
internal sealed record MethodRuns(
    IReadOnlyList<string> Data,
    IReadOnlyDictionary<string, string> Weights,
    int Seeds,
    int InputSize,
    string Results
)
{
    // From scratch there is more to learn; twice the epochs keep a run within three minutes on two processors.
    private const int ScratchEpochs = 24;

    /// <summary>The rows of the table, in its order; auto comes last, after all it is compared with.</summary>
    public static IReadOnlyList<string> Methods { get; } = ["scratch", "head", "last:1", "gradual", "full", "lp-ft", "auto"];

    /// <summary>Runs what is missing and returns all.</summary>
    /// <param name="methods">Those to run; of the others, what is kept counts.</param>
    /// <param name="folder">For the runs' own files, which are removed.</param>
    public async Task<IReadOnlyList<MethodRun>> CompleteAsync(IReadOnlyList<string> methods, string folder)
    {
        List<MethodRun> known = [.. Kept()];
        foreach (string method in methods)
        {
            foreach ((string backbone, string data, long seed) in Cells())
            {
                if (known.Any(r => (r.Method, r.Backbone, r.Data, r.Seed) == (method, backbone, Path.GetFileName(data), seed)))
                {
                    continue;
                }

                MethodRun run = await RunAsync(method, backbone, data, seed, folder);
                known.Add(run);
                await File.AppendAllTextAsync(Results, JsonSerializer.Serialize(run, TransferWebJson.Line) + "\n");
                await Console.Error.WriteLineAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{method}, {backbone}, {run.Data}, seed {seed}: {run.Accuracy:0.000} in {run.Seconds:0} s"
                    )
                );
            }
        }

        return known;
    }

    private IEnumerable<MethodRun> Kept() =>
        File.Exists(Results)
            ? File.ReadLines(Results)
                .Where(line => line.EndsWith('}'))
                .Select(line => JsonSerializer.Deserialize<MethodRun>(line, TransferWebJson.Line)!)
            : [];

    private IEnumerable<(string Backbone, string Data, long Seed)> Cells() =>
        from backbone in Weights.Keys
        from data in Data
        from seed in Enumerable.Range(0, Seeds)
        select (backbone, data, (long)seed);

    private async Task<MethodRun> RunAsync(string method, string backbone, string data, long seed, string folder)
    {
        string own = Path.Combine(folder, "run");
        string[] given = ["--data", data, "--backbone", backbone, "--strategy", method];
        string[] start = method == "scratch" ? ["--epochs", Text(ScratchEpochs)] : ["--weights", Weights[backbone]];
        string[] limits = ["--input-size", Text(InputSize), "--seed", Text(seed), "--budget", "3m"];
        MeasuredProcess run = await WorkerProgram.TrainAsync(own, [.. given, .. start, .. limits]);
        IReadOnlyList<JsonElement> lines = WorkerProgram.Lines(run);
        Directory.Delete(own, recursive: true);
        return new MethodRun(
            method,
            backbone,
            Path.GetFileName(data),
            seed,
            lines[^1].GetProperty("accuracyTop1").GetDouble(),
            Math.Round(run.WallSeconds, 1),
            Math.Round(run.ProcessorSeconds, 1),
            [
                .. lines
                    .Where(l => l.GetProperty("event").GetString() == "NoteAdded")
                    .Select(l => l.GetProperty("text").GetString()!),
            ]
        );
    }

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
