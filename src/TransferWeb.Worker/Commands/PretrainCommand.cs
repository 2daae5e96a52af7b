using System.CommandLine;
using System.Globalization;
using TransferWeb.Training;
using TransferWeb.Training.Pretraining;
using TransferWeb.Training.Pretraining.Distillation;

namespace TransferWeb.Worker.Commands;

/// <summary><c>transferweb pretrain</c>: makes the weights of the backbone that comes with the program.</summary>
internal static class PretrainCommand
{
    private static readonly PretrainOptions Defaults = new() { Output = "transferweb_mini.safetensors" };

    private static readonly Option<FileInfo> Out = new("--out")
    {
        Description = "The weight file to write; a report goes beside it.",
        DefaultValueFactory = _ => new FileInfo(Defaults.Output),
    };

    private static readonly Option<long> Seed = Number("--seed", "Decides the first weights and every picture.", Defaults.Seed);
    private static readonly Option<int> Steps = Number("--steps", "Optimizer steps.", Defaults.Steps);
    private static readonly Option<int> BatchSize = Number("--batch-size", "Pictures a step.", Defaults.BatchSize);
    private static readonly Option<int> Side = Number("--side", "Side of the generated pictures in pixels.", Defaults.Side);
    private static readonly Option<double> LearningRate = Number("--learning-rate", "Peak learning rate.", Defaults.LearningRate);
    private static readonly Option<double> WeightDecay = Number("--weight-decay", "Weight decay.", Defaults.WeightDecay);
    private static readonly Option<DirectoryInfo[]> Probe = new("--probe")
    {
        Description = "Folders of labelled pictures on which the benefit is measured as well.",
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new(
            "pretrain",
            "Pretrains transferweb_mini, on generated pictures or by a teacher, and measures what that is worth."
        )
        {
            Out,
            Seed,
            Steps,
            BatchSize,
            Side,
            LearningRate,
            WeightDecay,
            Probe,
        };
        DistillArguments.AddTo(command);
        command.SetAction((parsed, _) => EngineThread.RunAsync(() => Run(parsed)));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        using StopSignals stop = new();
        PretrainOptions options = Read(parsed);
        IReadOnlyList<TransferBenefit> benefits = DistillArguments.Read(parsed, options) is { } distillation
            ? Distiller.Run(distillation, new DistillTeller(), stop.Token).Benefits
            : Pretrainer.Run(options, new Teller(), stop.Token).Benefits;
        foreach (TransferBenefit benefit in benefits)
        {
            Say(
                Console.Out,
                $"{benefit.Data}: {benefit.Pretrained:P1} with the new weights, {benefit.Random:P1} with random ones ({benefit.Pictures} pictures, {benefit.Classes} classes)."
            );
        }

        Say(Console.Out, $"The weights were written to {options.Output}.");
        return ExitCodes.Done;
    }

    private static PretrainOptions Read(ParseResult parsed)
    {
        PretrainOptions options = new()
        {
            Output = parsed.GetValue(Out)!.FullName,
            Seed = parsed.GetValue(Seed),
            Steps = parsed.GetValue(Steps),
            BatchSize = parsed.GetValue(BatchSize),
            Side = parsed.GetValue(Side),
            LearningRate = parsed.GetValue(LearningRate),
            WeightDecay = parsed.GetValue(WeightDecay),
            ProbeFolders = [.. (parsed.GetValue(Probe) ?? []).Select(folder => folder.FullName)],
        };
        Require(options.Steps >= 1, "--steps must be 1 or more.");
        Require(options.BatchSize >= 2, "--batch-size must be 2 or more.");
        Require(options.Side is >= 32 and <= 512, "--side must be from 32 to 512.");
        Require(options.LearningRate is > 0 and <= 10, "--learning-rate must be above 0 and at most 10.");
        Require(options.WeightDecay is >= 0 and <= 1, "--weight-decay must be from 0 to 1.");
        foreach (string folder in options.ProbeFolders)
        {
            Require(Directory.Exists(folder), $"The picture folder {folder} does not exist. Check the path.");
        }

        return options;
    }

    internal static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new UsageException(otherwise);
        }
    }

    internal static Option<T> Number<T>(string name, string description, T standard) =>
        new(name) { Description = description, DefaultValueFactory = _ => standard };

    private static void Say(TextWriter writer, FormattableString sentence) =>
        writer.WriteLine(sentence.ToString(CultureInfo.InvariantCulture));

    private sealed class Teller : IProgress<PretrainProgress>
    {
        public void Report(PretrainProgress value) =>
            Say(
                Console.Error,
                $"{value.Step}/{value.Steps}: loss {value.Loss:0.000}, patterns {value.FamilyAccuracy:P1}, overlays {value.OverlayAccuracy:P1}, {value.ElapsedSeconds:0} s"
            );
    }

    private sealed class DistillTeller : IProgress<DistillProgress>
    {
        public void Report(DistillProgress value) =>
            Say(
                Console.Error,
                $"{value.Step}/{value.Steps}: not explained {Shares(value.Distance.Stages)}, features {value.Distance.Features:0.000}, soft labels {value.Distance.SoftLabels:0.000}, {value.ElapsedSeconds:0} s"
            );

        private static string Shares(IReadOnlyList<double> stages) =>
            string.Join(' ', stages.Select(share => share.ToString("0.000", CultureInfo.InvariantCulture)));
    }
}
