using System.CommandLine;
using System.CommandLine.Parsing;
using TransferWeb.Training.Pretraining;
using TransferWeb.Training.Pretraining.Distillation;

namespace TransferWeb.Worker.Commands;

/// <summary>What <c>transferweb pretrain --distill</c> takes besides the options of <c>pretrain</c>.</summary>
internal static class DistillArguments
{
    private static readonly DistillOptions Defaults = new()
    {
        Output = "transferweb_mini.safetensors",
        Teacher = "",
        PictureFolders = [],
    };

    private static readonly Option<FileInfo?> Teacher = new("--distill")
    {
        Description = "Teach by this file of MobileNetV2's weights instead of by the names of generated patterns.",
    };

    private static readonly Option<DirectoryInfo[]> Pictures = new("--pictures")
    {
        Description = "Folders of photographs, class by class, to teach with. A fifth of each is held out and never opened.",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<FileInfo?> Start = new("--start")
    {
        Description =
            "Weights of an earlier distillation to start from instead of random ones. The crops are other ones than it saw.",
    };

    private static readonly Option<int> Guided = PretrainCommand.Number(
        "--guided-steps",
        "Steps at first in which each stage gets the teacher's map before it.",
        Defaults.GuidedSteps
    );

    private static readonly Option<int> Cooldown = PretrainCommand.Number(
        "--cooldown-steps",
        "Steps at the end in which the learning rate falls.",
        Defaults.CooldownSteps
    );

    private static readonly Option<int> FinalSide = PretrainCommand.Number(
        "--final-side",
        "Side of the crops in the last steps, in pixels.",
        Defaults.FinalSide
    );

    private static readonly Option<int> Generated = PretrainCommand.Number(
        "--generated",
        "Generated pictures to take crops of besides the photographs.",
        Defaults.GeneratedPictures
    );

    private static readonly Option<bool> Resume = new("--resume")
    {
        Description = "Go on from the state that the same command left beside the output when it was cut off.",
    };

    /// <summary>Adds the options.</summary>
    public static void AddTo(Command command)
    {
        Option[] options = [Teacher, Pictures, Start, Guided, Cooldown, FinalSide, Generated, Resume];
        foreach (Option option in options)
        {
            command.Add(option);
        }
    }

    /// <summary>How to distill; null where no teacher is named.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="shared">The options of <c>pretrain</c>, checked. Those not given have defaults of their own here.</param>
    /// <exception cref="UsageException">A value is out of range.</exception>
    public static DistillOptions? Read(ParseResult parsed, PretrainOptions shared)
    {
        DirectoryInfo[] folders = parsed.GetValue(Pictures) ?? [];
        if (parsed.GetValue(Teacher) is not { } teacher)
        {
            PretrainCommand.Require(folders.Length == 0, "--pictures needs --distill and a teacher's weight file.");
            PretrainCommand.Require(parsed.GetValue(Start) is null, "--start needs --distill and a teacher's weight file.");
            return null;
        }

        DistillOptions options = new()
        {
            Output = shared.Output,
            Teacher = teacher.FullName,
            PictureFolders = [.. folders.Select(folder => folder.FullName)],
            Start = parsed.GetValue(Start)?.FullName,
            Seed = shared.Seed,
            Steps = Given(parsed, "--steps") ? shared.Steps : Defaults.Steps,
            BatchSize = Given(parsed, "--batch-size") ? shared.BatchSize : Defaults.BatchSize,
            Side = Given(parsed, "--side") ? shared.Side : Defaults.Side,
            LearningRate = Given(parsed, "--learning-rate") ? shared.LearningRate : Defaults.LearningRate,
            WeightDecay = Given(parsed, "--weight-decay") ? shared.WeightDecay : Defaults.WeightDecay,
            GuidedSteps = parsed.GetValue(Guided),
            CooldownSteps = parsed.GetValue(Cooldown),
            FinalSide = parsed.GetValue(FinalSide),
            GeneratedPictures = parsed.GetValue(Generated),
            Resume = parsed.GetValue(Resume),
            ProbeFolders = shared.ProbeFolders,
        };
        PretrainCommand.Require(options.GuidedSteps >= 0, "--guided-steps must be 0 or more.");
        PretrainCommand.Require(options.CooldownSteps >= 0, "--cooldown-steps must be 0 or more.");
        PretrainCommand.Require(options.FinalSide is >= 32 and <= 512, "--final-side must be from 32 to 512.");
        PretrainCommand.Require(options.GeneratedPictures is >= 0 and <= 100_000, "--generated must be from 0 to 100000.");
        PretrainCommand.Require(
            options.GeneratedPictures > 0 || options.PictureFolders.Count > 0,
            "There is nothing to teach with: name folders with --pictures, or leave --generated above 0."
        );
        PretrainCommand.Require(teacher.Exists, $"The teacher's weight file {teacher.FullName} does not exist. Check the path.");
        return options;
    }

    private static bool Given(ParseResult parsed, string option) => parsed.GetResult(option) is OptionResult { Implicit: false };
}
