using System.CommandLine;
using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;
using TransferWeb.Training;
using TransferWeb.Training.Events;

namespace TransferWeb.Worker.Commands;

/// <summary><c>transferweb train</c>: carries out one run.</summary>
internal static class TrainCommand
{
    private static readonly Argument<FileInfo?> Document = new("run.json")
    {
        Description = "A run's document; the options below are then not needed.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<DirectoryInfo?> Data = new("--data")
    {
        Description = "The picture folder: class/… or train|val|test/class/….",
    };

    private static readonly Option<string?> Backbone = new("--backbone")
    {
        Description = "The pretrained network, such as resnet18.",
    };

    private static readonly Option<FileInfo?> Weights = new("--weights")
    {
        Description = "A weight file (.pth or .safetensors); without it the weight store is asked.",
    };

    private static readonly Option<string> Strategy = new("--strategy")
    {
        Description = $"What is trained: {TrainingStrategy.Words}.",
        DefaultValueFactory = _ => "head",
    };

    private static readonly Option<FileInfo?> Split = new("--split")
    {
        Description = "A split file: {\"train\": […], \"val\": […]}, paths relative to the picture folder.",
    };

    private static readonly Option<double> ValidationShare = new("--validation-share")
    {
        Description = "Share of each class that is held back to choose the best epoch, where no split is given.",
        DefaultValueFactory = _ => 0.2,
    };

    private static readonly Option<double> TestShare = new("--test-share")
    {
        Description = "Share of each class that is kept for the end, where no split is given.",
    };

    private static readonly Option<string> Device = new("--device", "--devices")
    {
        Description = "auto, cpu or cuda:0; or several, as cuda:0,cuda:1, which share each batch, a process each.",
        DefaultValueFactory = _ => "auto",
    };

    private static readonly Option<string?> Name = new("--name") { Description = "What the run is called on its card." };
    private static readonly Option<DirectoryInfo?> Out = new("--out") { Description = "Where model, card and evaluation go." };
    private static readonly Option<DirectoryInfo?> Run = new("--run")
    {
        Description = "A run's folder: reads its run.json and puts everything there.",
    };

    private static readonly Option<bool> Resume = new("--resume")
    {
        Description = "Goes on with an interrupted run in the folder of --out or --run, from its last checkpoint.",
    };

    private static readonly Option<int> BatchParts = new("--batch-parts")
    {
        Description =
            "Computes each batch in so many parts, one after the other: with --resume, for a run that ran out of memory.",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Prints one event a line, as JSON." };
    private static readonly Option<bool> Supervised = new("--supervised")
    {
        Description = "Stops on the line 'cancel' on standard input, and ends when that closes.",
    };

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new("train", "Trains on a folder of pictures and writes the model, its evaluation and its card.")
        {
            Document,
            Data,
            Backbone,
            Weights,
            Strategy,
            Split,
            ValidationShare,
            TestShare,
            Device,
            Name,
            Out,
            Run,
            Resume,
            BatchParts,
            Json,
            Supervised,
        };
        foreach (Option option in TrainingOptions.All)
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, _) => RunAsync(parsed));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        using StopSignals stop = new();
        if (parsed.GetValue(Supervised))
        {
            Supervisor.Watch(Console.In, stop.Request, Supervisor.EndAtOnce);
            Supervisor.GoFirstWhereMemoryRunsOut();
        }

        bool json = parsed.GetValue(Json);
        try
        {
            int parts = ReadBatchParts(parsed);
            (RunSpec spec, string folder) = ReadSpec(parsed);
            RunEnding ending = json
                ? await TrainRunner.PrintAsync(spec, folder, parsed.GetValue(Resume), stop.Token, parts)
                : await TrainRunner.ShowAsync(spec, folder, parsed.GetValue(Resume), stop.Token, parts);
            return TrainRunner.ExitCode(ending);
        }
        catch (Exception exception) when (json && exception is not UsageException)
        {
            // It failed before there was a run: whoever reads the events hears it all the same.
            RunFailedException failure = FailureTranslator.Translate(exception);
            new RunEvents(TimeProvider.System, new RunEventWriter(Console.Out)).Emit(
                new RunFailed(failure.Failure, failure.Message)
            );
            throw;
        }
    }

    private static int ReadBatchParts(ParseResult parsed) =>
        parsed.GetValue(BatchParts) is >= 1 and var parts
            ? parts
            : throw new UsageException("--batch-parts must be a whole number from 1 on, such as 2.");

    private static (RunSpec Spec, string Folder) ReadSpec(ParseResult parsed)
    {
        if (parsed.GetValue(Run) is { } run)
        {
            return (RunFolder.ReadSpec(Path.Combine(run.FullName, RunFiles.Spec)), run.FullName);
        }

        string folder =
            parsed.GetValue(Out)?.FullName
            ?? throw new UsageException("Say with --out where the model should go, such as --out model.");
        string interrupted = Path.Combine(folder, RunFiles.Spec);
        if (parsed.GetValue(Resume) && File.Exists(interrupted))
        {
            return (RunFolder.ReadSpec(interrupted), folder);
        }

        RunSpec spec = parsed.GetValue(Document) is { } document
            ? RunFolder.ReadSpec(document.FullName)
            : Compose(parsed, folder);
        return (spec, folder);
    }

    private static RunSpec Compose(ParseResult parsed, string folder)
    {
        string strategy = parsed.GetValue(Strategy)!;
        (FreezePolicy freezing, WeightStart start) =
            TrainingStrategy.Parse(strategy)
            ?? throw new UsageException($"The strategy '{strategy}' is not known. Use {TrainingStrategy.Words}.");
        RunSpec spec = new()
        {
            Name = parsed.GetValue(Name) ?? Path.GetFileName(folder),
            Data = new DataSpec
            {
                Folder = parsed.GetValue(Data)?.FullName ?? throw new UsageException("Say with --data where the pictures are."),
                SplitFile = parsed.GetValue(Split)?.FullName,
                ValidationShare = parsed.GetValue(ValidationShare),
                TestShare = parsed.GetValue(TestShare),
            },
            Backbone =
                parsed.GetValue(Backbone)
                ?? throw new UsageException(
                    "Say with --backbone which network to start from; 'transferweb backbones' lists them."
                ),
            WeightsFile = parsed.GetValue(Weights)?.FullName,
            Start = start,
            Freezing = freezing,
            Device = parsed.GetValue(Device)!,
            Training = TrainingOptions.Read(parsed),
        };
        IReadOnlyList<RunSpecError> errors = RunSpecValidator.Validate(spec);
        return errors.Count == 0
            ? spec
            : throw new UsageException(string.Join(Environment.NewLine, errors.Select(e => e.Message)));
    }
}
