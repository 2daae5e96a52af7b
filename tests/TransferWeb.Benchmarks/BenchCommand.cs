using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using TransferWeb.Core;
using TransferWeb.Core.Datasets;

namespace TransferWeb.Benchmarks;

/// <summary><c>bench</c>: our head-only run beside a reference script's, on the same pictures, weights and split, one after the other.</summary>
internal static class BenchCommand
{
    private const string SplitFile = "split.json";

    private static readonly Option<FileInfo?> Reference = new("--reference") { Description = "The script to be compared with." };

    private static readonly Option<DirectoryInfo[]> Data = new("--data")
    {
        Description = "A folder class/…; for --table one or more.",
        DefaultValueFactory = _ => [],
    };
    private static readonly Option<FileInfo[]> Weights = new("--weights")
    {
        Description = "The weight file to start from; for --table one for each --arch.",
        Required = true,
    };
    private static readonly Option<string[]> Arch = new("--arch")
    {
        Description = "The backbone; for --table one or more.",
        DefaultValueFactory = _ => ["mobilenet_v2"],
    };

    private static readonly Option<bool> Table = new("--table")
    {
        Description = "Compares our own methods with each other, from scratch to auto, instead of with a script.",
    };
    private static readonly Option<string[]> Methods = new("--method")
    {
        Description = "Runs only this row of --table; may be given several times.",
        DefaultValueFactory = _ => [.. MethodRuns.Methods],
    };
    private static readonly Option<int> Seeds = new("--seeds")
    {
        Description = "Runs of each method of --table.",
        DefaultValueFactory = _ => 2,
    };
    private static readonly Option<int> InputSize = new("--input-size")
    {
        Description = "Side of the input in pixels for --table.",
        DefaultValueFactory = _ => 160,
    };
    private static readonly Option<int[]> Growth = new("--growth")
    {
        Description = "Numbers of generated pictures to train on one after the other with --method; compares time and memory.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };
    private static readonly Option<FileInfo> Results = new("--results")
    {
        Description = "Where --table keeps each result; what is there already is not run again.",
        DefaultValueFactory = _ => new FileInfo("bench-table.jsonl"),
    };

    private static readonly Option<int> Repeat = new("--repeat")
    {
        Description = "Runs of each, of which the median counts.",
        DefaultValueFactory = _ => 3,
    };

    private static readonly Option<bool> SkipFrozen = new("--skip-frozen")
    {
        Description = "Leaves out the script's frozen mode, which takes many minutes in every round.",
    };

    private static readonly Option<bool> Full = new("--full")
    {
        Description = "Compares fine-tuning of the whole network instead of head-only runs.",
    };

    private static readonly Option<double?> ScriptRate = new("--script-rate")
    {
        Description = "The learning rate of the script's --full; its own default where none is given.",
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
            Table,
            Methods,
            Seeds,
            InputSize,
            Results,
            Growth,
            Repeat,
            SkipFrozen,
            Full,
            ScriptRate,
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
            string table =
                parsed.GetValue(Growth)!.Length > 0 ? await Grow(parsed, folder.FullName)
                : parsed.GetValue(Table) ? await CompareMethods(parsed, folder.FullName)
                : await CompareWithScript(parsed, Describe(parsed, folder.FullName, parsed.GetValue(Seed)));
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

    private static async Task<string> CompareWithScript(ParseResult parsed, Contest contest) =>
        parsed.GetValue(Full)
            ? TuneTable.Write(contest, await Tune(parsed, contest, parsed.GetValue(Repeat), parsed.GetValue(Epochs)))
            : ComparisonTable.Write(contest, await Compare(contest, parsed.GetValue(Repeat), parsed.GetValue(SkipFrozen)));

    private static async Task<string> CompareMethods(ParseResult parsed, string folder)
    {
        int inputSize = parsed.GetValue(InputSize);
        MethodRuns runs = new(
            [.. parsed.GetValue(Data)!.Select(d => d.FullName.TrimEnd('/'))],
            parsed.GetValue(Arch)!.Zip(parsed.GetValue(Weights)!).ToDictionary(pair => pair.First, pair => pair.Second.FullName),
            parsed.GetValue(Seeds),
            inputSize,
            parsed.GetValue(Results)!.FullName
        );
        return MethodTable.Write(await runs.CompleteAsync(parsed.GetValue(Methods)!, folder), inputSize);
    }

    private static Task<string> Grow(ParseResult parsed, string folder)
    {
        string arch = parsed.GetValue(Arch)!.Single();
        string method = parsed.GetValue(Methods)!.Length == 1 ? parsed.GetValue(Methods)![0] : "head";
        string size = parsed.GetValue(InputSize).ToString(CultureInfo.InvariantCulture);
        string[] epochs = method == "head" ? [] : ["--epochs", parsed.GetValue(Epochs).ToString(CultureInfo.InvariantCulture)];
        return GrowthRuns.MeasureAsync(
            parsed.GetValue(Growth)!,
            [
                .. new[] { "--backbone", arch, "--weights", parsed.GetValue(Weights)!.Single().FullName },
                .. new[] { "--strategy", method, "--input-size", size },
                .. epochs,
            ],
            $"`--strategy {method}`, {arch}, input {size}",
            folder
        );
    }

    private static Contest Describe(ParseResult parsed, string folder, long seed)
    {
        string data = parsed.GetValue(Data)!.Single().FullName.TrimEnd('/');
        SplitFile split = SplitMaker.Make(data, seed);
        string splitPath = Path.Combine(folder, SplitFile);
        File.WriteAllText(splitPath, JsonSerializer.Serialize(split, TransferWebJson.File));
        return new Contest(
            parsed.GetValue(Reference)?.FullName
                ?? throw new InvalidOperationException("Name the script to be compared with: --reference FILE."),
            parsed.GetValue(Python)!,
            data,
            parsed.GetValue(Weights)!.Single().FullName,
            parsed.GetValue(Arch)!.Single(),
            splitPath,
            split.Train.Count,
            split.Validation.Count,
            seed,
            folder,
            parsed.GetValue(ScriptRate)
        );
    }

    private static async Task<Comparison> Compare(Contest contest, int repeat, bool skipFrozen)
    {
        List<RunMeasure> own = [];
        List<RunMeasure> cached = [];
        List<RunMeasure> frozen = [];
        for (int round = 1; round <= repeat; round++)
        {
            Say($"Round {round} of {repeat}: the script with cached features …");
            cached.Add(Tell(await contest.RunReferenceAsync("--mode", "cached", "--channels-last")));
            Say($"Round {round} of {repeat}: ours …");
            own.Add(Tell(await contest.RunOwnAsync()));
            if (!skipFrozen)
            {
                Say($"Round {round} of {repeat}: the script with a frozen backbone and 10 epochs …");
                frozen.Add(Tell(await contest.RunReferenceAsync("--mode", "frozen", "--epochs", "10")));
            }
        }

        Say("What each part can do by itself …");
        return new Comparison(own, cached, frozen, await PartRates.MeasureAsync(contest));
    }

    /// <summary>Each round has a seed of its own, for split, order and head, so that accuracies are of several and not of one.</summary>
    private static async Task<TuneComparison> Tune(ParseResult parsed, Contest first, int repeat, int epochs)
    {
        List<TuneMeasure> own = [];
        List<TuneMeasure> script = [];
        List<StepRates> rates = [];
        for (int round = 1; round <= repeat; round++)
        {
            string folder = Directory.CreateDirectory(Path.Combine(first.Folder, $"round{round}")).FullName;
            Contest contest = Describe(parsed, folder, first.Seed + round - 1);
            Say($"Round {round} of {repeat}: the script fine-tunes everything …");
            script.Add(await contest.TuneReferenceAsync(epochs));
            Say($"  {script[^1].EpochSeconds:0.0} s an epoch, {script[^1].Accuracy:P1}. Ours …");
            own.Add(await contest.TuneOwnAsync(epochs));
            Say($"  {own[^1].EpochSeconds:0.0} s an epoch, {own[^1].Accuracy:P1}. A step by itself …");
            rates.Add(await StepRates.MeasureAsync(first.Arch));
            Say($"  {rates[^1].Training:0.0} pictures a second; forward alone {rates[^1].Validation:0.0}.");
        }

        return new TuneComparison(own, script, StepRates.Median(rates));
    }

    private static RunMeasure Tell(RunMeasure measure)
    {
        Say($"  {measure.WallSeconds:0.0} s, {measure.PeakBytes / 1e6:0} MB, {measure.Accuracy:P1}");
        return measure;
    }

    private static void Say(FormattableString text) => Console.Error.WriteLine(FormattableString.Invariant(text));

    private static void Say(string text) => Console.Error.WriteLine(text);
}
