using System.Diagnostics;
using System.Text.Json;
using TransferWeb.Tests;
using TransferWeb.Training.Tests.Support;

namespace TransferWeb.Worker.Tests.Support;

/// <summary>What a finished process left.</summary>
internal sealed record Finished(int ExitCode, string Output, string Errors)
{
    public IReadOnlyList<JsonElement> Lines =>
        [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
}

/// <summary>Runs the real program in processes of its own, with a data folder of its own, on small generated pictures.</summary>
internal sealed class WorkerLab : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder folder = new();

    /// <summary>The program under test.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "transferweb");

    /// <summary>Whether training stays in float32 where the processor has something quicker.</summary>
    public bool FullPrecision { get; init; }

    public string PictureFolder => folder.Combine("pictures");

    /// <summary>Where the program puts temporary files.</summary>
    public string TemporaryFiles => folder.Combine("temporary");

    public string Combine(params string[] parts) => folder.Combine(parts);

    public string WritePictures(params string[] classes) => Pictures.Write(PictureFolder, 6, classes);

    /// <summary>The words of a quick training from scratch, which needs no weights.</summary>
    public string[] QuickTraining(string target, int epochs = 1) =>
        [
            "train",
            "--data",
            PictureFolder,
            "--backbone",
            "transferweb_mini",
            "--strategy",
            "scratch",
            "--epochs",
            $"{epochs}",
            "--input-size",
            "32",
            "--out",
            target,
        ];

    /// <summary>Trains a model and gives its folder.</summary>
    public string TrainModel()
    {
        WritePictures("blue", "red");
        string target = Combine("model");
        Finished finished = Run(QuickTraining(target));
        Assert.Equal(0, finished.ExitCode);
        return target;
    }

    public Finished Run(params string[] arguments)
    {
        using Process process = Start(arguments);
        process.StandardInput.Close();
        return Finish(process);
    }

    public Finished RunWithInput(string input, params string[] arguments)
    {
        using Process process = Start(arguments);
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        return Finish(process);
    }

    public Process Start(params string[] arguments) => Start(arguments, data: null);

    /// <summary>Starts the program, with temporary files of its own.</summary>
    /// <param name="arguments">The program's.</param>
    /// <param name="data">The data folder, where it is not the lab's.</param>
    /// <param name="under">A command that becomes the program, with its own words; without one, one that lets it hear Ctrl-C, which it would not in tests that run in the background of a script.</param>
    public Process Start(string[] arguments, string? data = null, string[]? under = null)
    {
        string[] words = [.. under ?? ["env", "--default-signal=INT"], Program, .. arguments];
        ProcessStartInfo start = new(words[0], words[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TMPDIR"] = Directory.CreateDirectory(TemporaryFiles).FullName;
        start.Environment["TRANSFERWEB_DATA"] = data ?? folder.Combine("data");
        start.Environment.Remove("TRANSFERWEB_WEIGHTS");
        start.Environment.Remove("TRANSFERWEB_PRECISION");
        if (FullPrecision)
        {
            start.Environment["TRANSFERWEB_PRECISION"] = "float32";
        }

        return Process.Start(start)!;
    }

    public static Finished Finish(Process process)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail("The program did not end.");
        }

        return new Finished(process.ExitCode, output.Result, errors.Result);
    }

    public void Dispose() => folder.Dispose();
}
