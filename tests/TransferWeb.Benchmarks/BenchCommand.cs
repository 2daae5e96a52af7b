using System.CommandLine;
using System.Text.Json;
using TransferWeb.Core;
using TransferWeb.Core.Datasets;

namespace TransferWeb.Benchmarks;

/// <summary><c>bench</c>: our head-only run beside a reference script's, on the same pictures, weights and split, one after the other.</summary>
internal static class BenchCommand
{
    private const string SplitFile = "split.json";

    private static readonly Option<FileInfo> Reference = new("--reference")
    {
        Description = "The script to be compared with.",
        Required = true,
    };

    private static readonly Option<DirectoryInfo> Data = new("--data") { Description = "A folder class/….", Required = true };
    private static readonly Option<FileInfo> Weights = new("--weights")
    {
        Description = "The weight file both start from.",
        Required = true,
    };
    private static readonly Option<string> Arch = new("--arch")
    {
        Description = "The backbone.",
        DefaultValueFactory = _ => "mobilenet_v2",
    };

    private static readonly Option<int> Repeat = new("--repeat")
    {
        Description = "Runs of each, of which the median counts.",
        DefaultValueFactory = _ => 3,
    };

    private static readonly Option<bool> SkipFrozen = new("--skip-frozen")
    {
        Description = "Leaves out the script's frozen mode, which takes many minutes; it is otherwise run once.",
    };

    private static readonly Option<bool> Full = new("--full")
    {
        Description = "Compares fine-tuning of the whole network instead of head-only runs.",
    };

    private static readonly Option<int> Epochs = new("--epochs")
    {
        Description = "Epochs of each fine-tuning, at least 2; the first is not counted.",
        DefaultValueFactory = _ => 3,
    };

    private static readonly Option<string> Python = new("--python")
    {
        Description = "The Python that has torch and torchvision.",
        DefaultValueFactory = _ => "/usr/bin/python3",
    };

    private static readonly Option<long> Seed = new("--seed") { Description = "Decides the split and both heads." };
    private static readonly Option<FileInfo?> Report = new("--report")
    {
        Description = "A file to append the table to, as Markdown.",
    };

    /// <summary>The command with its options.</summary>
    public static RootCommand Create()
    {
        RootCommand command = new("Compares a head-only run with a reference script: time, memory and accuracy.")
        {
            Reference,
            Data,
            Weights,
            Arch,
            Repeat,
            SkipFrozen,
            Full,
            Epochs,
            Python,
            Seed,
            Report,
        };
        command.SetAction((parsed, _) => RunAsync(parsed));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("transferweb-bench-");
        try
        {
            Contest contest = Describe(parsed, folder.FullName);
            string table = parsed.GetValue(Full)
                ? TuneTable.Write(contest, await Tune(contest, parsed.GetValue(Repeat), parsed.GetValue(Epochs)))
                : ComparisonTable.Write(contest, await Compare(contest, parsed.GetValue(Repeat), parsed.GetValue(SkipFrozen)));
            Console.Out.WriteLine(table);
            if (parsed.GetValue(Report) is { } report)
            {
                await File.AppendAllTextAsync(report.FullName, table + "\n");
            }

            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Contest Describe(ParseResult parsed, string folder)
    {
        string data = parsed.GetValue(Data)!.FullName;
        SplitFile split = SplitMaker.Make(data, parsed.GetValue(Seed));
        string splitPath = Path.Combine(folder, SplitFile);
        File.WriteAllText(splitPath, JsonSerializer.Serialize(split, TransferWebJson.File));
        return new Contest(
            parsed.GetValue(Reference)!.FullName,
            parsed.GetValue(Python)!,
            data,
            parsed.GetValue(Weights)!.FullName,
            parsed.GetValue(Arch)!,
            splitPath,
            split.Train.Count,
            split.Validation.Count,
            parsed.GetValue(Seed),
            folder
        );
    }

    private static async Task<Comparison> Compare(Contest contest, int repeat, bool skipFrozen)
    {
        List<RunMeasure> own = [];
        List<RunMeasure> cached = [];
        for (int round = 1; round <= repeat; round++)
        {
            Say($"Round {round} of {repeat}: the script with cached features …");
            cached.Add(Tell(await contest.RunReferenceAsync("--mode", "cached", "--channels-last")));
            Say($"Round {round} of {repeat}: ours …");
            own.Add(Tell(await contest.RunOwnAsync()));
        }

        RunMeasure? frozen = null;
        if (!skipFrozen)
        {
            Say("The script with a frozen backbone and 10 epochs …");
            frozen = Tell(await contest.RunReferenceAsync("--mode", "frozen", "--epochs", "10"));
        }

        Say("What each part can do by itself …");
        return new Comparison(own, cached, frozen, await PartRates.MeasureAsync(contest));
    }

    private static async Task<TuneComparison> Tune(Contest contest, int repeat, int epochs)
    {
        List<TuneMeasure> own = [];
        List<TuneMeasure> script = [];
        for (int round = 1; round <= repeat; round++)
        {
            Say($"Round {round} of {repeat}: the script fine-tunes everything …");
            script.Add(await contest.TuneReferenceAsync(epochs));
            Say($"  {script[^1].EpochSeconds:0.0} s an epoch. Ours …");
            own.Add(await contest.TuneOwnAsync(epochs));
            Say($"  {own[^1].EpochSeconds:0.0} s an epoch.");
        }

        Say("What a step can do by itself …");
        return new TuneComparison(own, script, await StepRates.MeasureAsync(contest));
    }

    private static RunMeasure Tell(RunMeasure measure)
    {
        Say($"  {measure.WallSeconds:0.0} s, {measure.PeakBytes / 1e6:0} MB, {measure.Accuracy:P1}");
        return measure;
    }

    private static void Say(FormattableString text) => Console.Error.WriteLine(FormattableString.Invariant(text));

    private static void Say(string text) => Console.Error.WriteLine(text);
}
