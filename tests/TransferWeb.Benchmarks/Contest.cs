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
    string Folder,
    double? ScriptRate
)
{
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
        return new RunMeasure(
            run.WallSeconds,
            run.PeakBytes,
            WorkerProgram.Lines(run)[^1].GetProperty("val_accuracy").GetDouble()
        );
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
                .. ScriptRate is { } rate ? new[] { "--lr", Text(rate) } : [],
            ],
            []
        );
        double[] seconds =
        [
            .. WorkerProgram
                .Lines(run)
                .Where(l => l.TryGetProperty("epoch", out _))
                .Select(l => l.GetProperty("seconds").GetDouble()),
        ];
        return new TuneMeasure(
            seconds[1..].Average(),
            run.PeakBytes,
            WorkerProgram.Lines(run)[^1].GetProperty("val_accuracy").GetDouble()
        );
    }

    /// <summary>Fine-tunes everything with ours.</summary>
    public async Task<TuneMeasure> TuneOwnAsync(int epochs)
    {
        string folder = Path.Combine(Folder, $"own{++runs}");
        string[] given = ["--data", Data, "--weights", Weights, "--backbone", Arch, "--split", SplitPath, "--strategy", "full"];
        MeasuredProcess run = await WorkerProgram.TrainAsync(folder, [.. given, "--epochs", Text(epochs), "--seed", Text(Seed)]);
        double[] ends =
        [
            .. WorkerProgram
                .Lines(run)
                .Where(l => l.GetProperty("event").GetString() == "EpochCompleted")
                .Select(l => l.GetProperty("elapsedSeconds").GetDouble()),
        ];
        return new TuneMeasure(
            (ends[^1] - ends[0]) / (ends.Length - 1),
            run.PeakBytes,
            WorkerProgram.Lines(run)[^1].GetProperty("accuracyTop1").GetDouble()
        );
    }

    /// <summary>Runs ours, with an empty data folder: nothing that an earlier run kept may help it.</summary>
    public async Task<RunMeasure> RunOwnAsync()
    {
        string folder = Path.Combine(Folder, $"own{++runs}");
        string[] given = ["--data", Data, "--weights", Weights, "--backbone", Arch, "--split", SplitPath, "--strategy", "head"];
        MeasuredProcess run = await WorkerProgram.TrainAsync(folder, [.. given, "--seed", Text(Seed)]);
        return new RunMeasure(
            run.WallSeconds,
            run.PeakBytes,
            WorkerProgram.Lines(run)[^1].GetProperty("accuracyTop1").GetDouble()
        );
    }

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
