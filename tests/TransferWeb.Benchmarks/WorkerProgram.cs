using System.Text.Json;

namespace TransferWeb.Benchmarks;

/// <summary>The program that trains, as its users start it.</summary>
internal static class WorkerProgram
{
    private const string Build = "src/TransferWeb.Worker/bin/Release/net10.0/transferweb";

    /// <summary>Runs <c>train</c> with an empty data folder: nothing that an earlier run kept may help it.</summary>
    /// <param name="folder">The run's folder, made anew.</param>
    /// <param name="arguments">What follows <c>train</c>, besides the folder.</param>
    public static Task<MeasuredProcess> TrainAsync(string folder, params IEnumerable<string> arguments) =>
        MeasuredProcess.RunAsync(
            Find(),
            ["train", .. arguments, "--out", folder, "--json"],
            new() { ["TRANSFERWEB_DATA"] = Path.Combine(folder, "data") }
        );

    /// <summary>The lines a program printed, each a JSON document.</summary>
    /// <exception cref="InvalidOperationException">It failed, or printed nothing.</exception>
    public static IReadOnlyList<JsonElement> Lines(MeasuredProcess run)
    {
        string[] lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return run.ExitCode == 0 && lines.Length > 0
            ? [.. lines.Select(line => JsonDocument.Parse(line).RootElement)]
            : throw new InvalidOperationException($"{run.Command} ended with {run.ExitCode}:\n{run.Errors}{run.Output}");
    }

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("TRANSFERWEB_WORKER") is { Length: > 0 } named)
        {
            return named;
        }

        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, Build)))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder is null
            ? throw new InvalidOperationException(
                $"{Build} was not found above this program; build it, or name it with TRANSFERWEB_WORKER."
            )
            : Path.Combine(folder, Build);
    }
}
