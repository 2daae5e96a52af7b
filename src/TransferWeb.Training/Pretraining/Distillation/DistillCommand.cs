using System.Globalization;

namespace TransferWeb.Training.Pretraining.Distillation;

/// <summary>The command that does the same again.</summary>
internal static class DistillCommand
{
    /// <summary>The whole command, files by their names alone.</summary>
    public static string Of(DistillOptions options) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{WithoutLength(options)} --steps {options.Steps} --out {Path.GetFileName(options.Output)}"
        );

    /// <summary>What all runs have in common that differ in nothing but their length.</summary>
    public static string WithoutLength(DistillOptions options) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"./run pretrain --distill {Path.GetFileName(options.Teacher)} --pictures {string.Join(' ', options.PictureFolders.Select(NameOf))} "
                + $"{StartOf(options)}--seed {options.Seed} --guided-steps {options.GuidedSteps} --cooldown-steps {options.CooldownSteps} "
                + $"--batch-size {options.BatchSize} --side {options.Side} --final-side {options.FinalSide} "
                + $"--generated {options.GeneratedPictures} --learning-rate {options.LearningRate} --weight-decay {options.WeightDecay}"
        );

    private static string StartOf(DistillOptions options) =>
        options.Start is { } start ? $"--start {Path.GetFileName(start)} " : "";

    private static string NameOf(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
}
