using System.Globalization;
using System.Text.Json;

namespace TransferWeb.Benchmarks;

/// <summary>One run of one program: seconds from start to end, the most memory it held, and its validation accuracy.</summary>
internal sealed record RunMeasure(double WallSeconds, long PeakBytes, double Accuracy);

/// <summary>One fine-tuning: seconds an epoch with its validation, the most memory held, and the validation accuracy at the end.</summary>
internal sealed record TuneMeasure(double EpochSeconds, long PeakBytes, double Accuracy);

/// <summary>What both programs are given.</summary>
internal sealed record Contest(
    string Script,
    string Python,
    string Data,
    string Weights,
    string Arch,
    string SplitPath,
    int TrainPictures,
    int ValidationPictures,
    long Seed,
    string Folder
)
{
    private const string WorkerBuild = "src/TransferWeb.Worker/bin/Release/net10.0/transferweb";

    private int runs;

    /// <summary>All pictures of the split.</summary>
    public int Pictures => TrainPictures + ValidationPictures;

    /// <summary>Runs the reference script.</summary>
    public async Task<RunMeasure> RunReferenceAsync(params string[] mode)
    {
        string threads = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture);
        string seed = Text(Seed);
        string[] given = ["--data", Data, "--weights", Weights, "--arch", Arch, "--split", SplitPath];
        MeasuredProcess run = await MeasuredProcess.RunAsync(
            Python,
            [Script, .. given, "--threads", threads, "--workers", threads, "--seed", seed, .. mode],
            []
        );
        return new RunMeasure(run.WallSeconds, run.PeakBytes, LastLine(run).GetProperty("val_accuracy").GetDouble());
    }

    /// <summary>Fine-tunes everything with the reference script; rates are those of its epochs after the first.</summary>
    public async Task<TuneMeasure> TuneReferenceAsync(int epochs)
    {
        string threads = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture);
        MeasuredProcess run = await MeasuredProcess.RunAsync(
            Python,
            [
                .. new[] { Script, "--data", Data, "--weights", Weights, "--arch", Arch, "--split", SplitPath },
                .. new[] { "--threads", threads, "--workers", threads, "--seed", Text(Seed) },
                .. new[] { "--mode", "full", "--channels-last", "--epochs", Text(epochs) },
            ],
            []
        );
        double[] seconds =
        [
            .. Lines(run).Where(l => l.TryGetProperty("epoch", out _)).Select(l => l.GetProperty("seconds").GetDouble()),
        ];
        return new TuneMeasure(seconds[1..].Average(), run.PeakBytes, LastLine(run).GetProperty("val_accuracy").GetDouble());
    }

    /// <summary>Fine-tunes everything with ours.</summary>
    public async Task<TuneMeasure> TuneOwnAsync(int epochs)
    {
        string folder = Path.Combine(Folder, $"own{++runs}");
        string[] given = ["--data", Data, "--weights", Weights, "--backbone", Arch, "--split", SplitPath, "--strategy", "full"];
        MeasuredProcess run = await MeasuredProcess.RunAsync(
            FindWorker(),
            ["train", .. given, "--epochs", Text(epochs), "--seed", Text(Seed), "--out", folder, "--json"],
            new() { ["TRANSFERWEB_DATA"] = Path.Combine(folder, "data") }
        );
        double[] ends =
        [
            .. Lines(run)
                .Where(l => l.GetProperty("event").GetString() == "EpochCompleted")
                .Select(l => l.GetProperty("elapsedSeconds").GetDouble()),
        ];
        return new TuneMeasure(
            (ends[^1] - ends[0]) / (ends.Length - 1),
            run.PeakBytes,
            LastLine(run).GetProperty("accuracyTop1").GetDouble()
        );
    }

    /// <summary>Runs ours, with an empty data folder: nothing that an earlier run kept may help it.</summary>
    public async Task<RunMeasure> RunOwnAsync()
    {
        string folder = Path.Combine(Folder, $"own{++runs}");
        string[] given = ["--data", Data, "--weights", Weights, "--backbone", Arch, "--split", SplitPath, "--strategy", "head"];
        MeasuredProcess run = await MeasuredProcess.RunAsync(
            FindWorker(),
            ["train", .. given, "--seed", Text(Seed), "--out", folder, "--json"],
            new() { ["TRANSFERWEB_DATA"] = Path.Combine(folder, "data") }
        );
        return new RunMeasure(run.WallSeconds, run.PeakBytes, LastLine(run).GetProperty("accuracyTop1").GetDouble());
    }

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    private static JsonElement LastLine(MeasuredProcess run) => Lines(run)[^1];

    private static IReadOnlyList<JsonElement> Lines(MeasuredProcess run)
    {
        string[] lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return run.ExitCode == 0 && lines.Length > 0
            ? [.. lines.Select(line => JsonDocument.Parse(line).RootElement)]
            : throw new InvalidOperationException($"{run.Command} ended with {run.ExitCode}:\n{run.Errors}");
    }

    private static string FindWorker()
    {
        if (Environment.GetEnvironmentVariable("TRANSFERWEB_WORKER") is { Length: > 0 } named)
        {
            return named;
        }

        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, WorkerBuild)))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder is null
            ? throw new InvalidOperationException(
                $"{WorkerBuild} was not found above this program; build it, or name it with TRANSFERWEB_WORKER."
            )
            : Path.Combine(folder, WorkerBuild);
    }
}
