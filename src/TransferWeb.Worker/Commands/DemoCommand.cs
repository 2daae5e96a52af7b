using System.CommandLine;
using System.Globalization;
using TransferWeb.Core.Runs;
using TransferWeb.Training;
using TransferWeb.Vision.Sample;
using TransferWeb.Worker.Display;

namespace TransferWeb.Worker.Commands;

/// <summary><c>transferweb demo</c>: the main job on the sample, needing nothing from outside.</summary>
internal static class DemoCommand
{
    private const string Backbone = "transferweb_mini";
    private const double ValidationShare = 0.2;
    private const double TestShare = 0.25;

    private static readonly Option<DirectoryInfo?> Out = new("--out")
    {
        Description = "Where pictures and model go; without it, a folder for temporary files.",
    };

    private static readonly Option<long> Seed = new("--seed") { Description = "Decides split, order and initial head." };
    private static readonly Option<bool> Compare = new("--compare")
    {
        Description =
            "Also trains the same network from random weights on the same pictures, and says what the pretraining is worth.",
    };

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new("demo", "Makes the sample pictures, trains on them and says how good the result is.")
        {
            Out,
            Seed,
            Compare,
        };
        command.SetAction((parsed, _) => RunAsync(parsed));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        using StopSignals stop = new();
        string folder = parsed.GetValue(Out)?.FullName ?? Directory.CreateTempSubdirectory("transferweb-demo-").FullName;
        string pictures = Path.Combine(folder, "pictures");
        int count = SampleDataset.WriteTo(pictures, cancellation: stop.Token).Count;
        Console.Out.WriteLine($"{count} pictures of surfaces: {string.Join(", ", SampleDataset.Labels)}.");
        RunSpec spec = Describe(pictures, parsed.GetValue(Seed));
        RunEnding pretrained = await TrainRunner.ShowAsync(spec, Path.Combine(folder, "model"), resume: false, stop.Token);
        if (pretrained.Result is null || !parsed.GetValue(Compare))
        {
            return TrainRunner.ExitCode(pretrained);
        }

        Console.Out.WriteLine("The same network from random weights, on the same pictures:");
        RunSpec scratch = spec with { Name = "Demo from scratch", Start = WeightStart.Scratch, Freezing = FreezePolicy.Full };
        RunEnding compared = await TrainRunner.ShowAsync(
            scratch,
            Path.Combine(folder, "model-from-scratch"),
            resume: false,
            stop.Token
        );
        if (compared.Result is { } result)
        {
            Console.Out.WriteLine(Compared(pretrained.Result, result));
        }

        return TrainRunner.ExitCode(compared);
    }

    private static RunSpec Describe(string pictures, long seed) =>
        new()
        {
            Name = "Demo",
            Data = new DataSpec
            {
                Folder = pictures,
                ValidationShare = ValidationShare,
                TestShare = TestShare,
            },
            Backbone = Backbone,
            Training = new TrainingSpec { Seed = seed },
        };

    private static string Compared(RunCompleted pretrained, RunCompleted scratch) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Pretrained and frozen: {pretrained.AccuracyTop1:P1} in {pretrained.DurationSeconds:0.0} s. From scratch: {scratch.AccuracyTop1:P1} in {scratch.DurationSeconds:0.0} s. The pretraining is worth {(pretrained.AccuracyTop1 - scratch.AccuracyTop1) * 100:+0.0;-0.0} points on pictures neither learnt from."
        );
}
