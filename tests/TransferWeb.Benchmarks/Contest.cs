using System.Globalization;
using System.Text.Json;

namespace TransferWeb.Benchmarks;

/// <summary>One run of one program: seconds from start to end, the most memory it held, and its validation accuracy.</summary>
internal sealed record RunMeasure(double WallSeconds, long PeakBytes, double Accuracy);

/// <summary>What both programs are given.</summary>
internal sealed record Contest(
    string Script,
    string Python,
    string Data,
    string Weights,
    string Arch,
    string SplitPath,
    int Pictures,
    long Seed,
    string Folder
)
{
    private const string WorkerBuild = "src/TransferWeb.Worker/bin/Release/net10.0/transferweb";

    private int runs;

    /// <summary>Runs the reference script.</summary>
    public async Task<RunMeasure> RunReferenceAsync(params string[] mode)
    {
        string threads = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture);
        string seed = Seed.ToString(CultureInfo.InvariantCulture);
        string[] given = ["--data", Data, "--weights", Weights, "--arch", Arch, "--split", SplitPath];
        MeasuredProcess run = await MeasuredProcess.RunAsync(
            Python,
            [Script, .. given, "--threads", threads, "--workers", threads, "--seed", seed, .. mode],
            []
        );
        return new RunMeasure(run.WallSeconds, run.PeakBytes, LastLine(run).GetProperty("val_accuracy").GetDouble());
    }

    /// <summary>Runs ours, with an empty data folder: nothing that an earlier run kept may help it.</summary>
    public async Task<RunMeasure> RunOwnAsync()
    {
        string folder = Path.Combine(Folder, $"own{++runs}");
        string[] given = ["--data", Data, "--weights", Weights, "--backbone", Arch, "--split", SplitPath, "--strategy", "head"];
        MeasuredProcess run = await MeasuredProcess.RunAsync(
            FindWorker(),
            ["train", .. given, "--seed", Seed.ToString(CultureInfo.InvariantCulture), "--out", folder, "--json"],
            new() { ["TRANSFERWEB_DATA"] = Path.Combine(folder, "data") }
        );
        return new RunMeasure(run.WallSeconds, run.PeakBytes, LastLine(run).GetProperty("accuracyTop1").GetDouble());
    }

    private static JsonElement LastLine(MeasuredProcess run)
    {
        string? last = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault();
        return run.ExitCode == 0 && last is not null
            ? JsonDocument.Parse(last).RootElement
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
