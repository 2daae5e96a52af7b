using TransferWeb.Core.Runs;

namespace TransferWeb.Core.Guidance;

/// <summary>What a person should know of one setting.</summary>
/// <param name="Key">The field of <c>RunSpec.Training</c>, camelCase as in the document.</param>
/// <param name="Label">What it is called.</param>
/// <param name="TermKey">The glossary's word for it.</param>
/// <param name="Group">The heading it stands under.</param>
/// <param name="Sentence">What it does.</param>
/// <param name="Range">The values it may take, in words.</param>
/// <param name="TooLow">What happens when it is too low, or null where that has no meaning.</param>
/// <param name="TooHigh">What happens when it is too high, or null where that has no meaning.</param>
public sealed record SettingGuide(
    string Key,
    string Label,
    string TermKey,
    string Group,
    string Sentence,
    string Range,
    string? TooLow,
    string? TooHigh
);

/// <summary>The guides of all settings behind "advanced".</summary>
public static class SettingGuides
{
    private static readonly string[] ForAHead = ["epochs", "inputSize", "seed"];

    /// <summary>All, in the order they are shown.</summary>
    public static IReadOnlyList<SettingGuide> All { get; } =
    [
        new(
            "epochs",
            "Rounds",
            "epoch",
            "How long",
            "How often every picture is looked at. The best round is kept, not the last.",
            "1 to 1,000",
            "The curves still rise when it stops.",
            "Time is wasted, and the model may learn the pictures by heart."
        ),
        new(
            "batchSize",
            "Pictures a step",
            "batch",
            "How long",
            "How many pictures are looked at before the weights change.",
            "1 to 1,024; usually 16 to 64",
            "The curves become ragged and each round takes longer.",
            "Memory runs out, and few steps a round are left."
        ),
        new(
            "optimizer",
            "Update rule",
            "optimizer",
            "How it learns",
            "AdamW suits nearly everything; SGD with momentum is the classic for training the whole network.",
            "AdamW or SGD",
            null,
            null
        ),
        new(
            "learningRate",
            "Step size",
            "learning-rate",
            "How it learns",
            "How far the weights move at each step, at its highest after the warm-up.",
            "above 0, to 10; usually 0.0001 to 0.01",
            "It learns slowly, or stops short of what it could reach.",
            "The error jumps about or grows, and what the network knew is lost."
        ),
        new(
            "weightDecay",
            "Weight decay",
            "weight-decay",
            "How it learns",
            "Pulls the weights a little towards zero at each step.",
            "0 to 1; usually 0.0001 to 0.05",
            "It learns by heart more easily.",
            "It cannot learn enough."
        ),
        new(
            "warmupShare",
            "Warm-up",
            "warm-up",
            "How it learns",
            "The share of all steps in which the step size rises from near 0.",
            "0 to 0.5",
            "The first steps may upset what the network knew.",
            "Too little time is left at full step size."
        ),
        new(
            "inputSize",
            "Picture size",
            "input-size",
            "What it sees",
            "The side of the square each picture is brought to, in pixels.",
            "32 to 1,024 pixels; best the size the network learnt with",
            "Small details disappear.",
            "Time grows with the square of it, and the network sees things at a size it has not learnt."
        ),
        new(
            "augmentation",
            "Varied pictures",
            "augmentation",
            "What it sees",
            "Varies each picture at random, so that it never looks the same twice. Switch it off where left and right, or the size of things, matter.",
            "None, light (crop and mirror), medium (also tilt and colour), strong (also distort and cover)",
            "With few pictures it learns them by heart.",
            "The pictures stop looking like those it will meet."
        ),
        new(
            "seed",
            "Seed",
            "seed",
            "Repeatability",
            "The number all chance is drawn from. Change it to see how much of a result is luck.",
            "any whole number",
            null,
            null
        ),
    ];

    /// <summary>The guides of the settings that make a difference to a run: a head is solved for, so nothing about steps does.</summary>
    public static IEnumerable<SettingGuide> For(RunSpec spec) =>
        spec.Start == WeightStart.Pretrained && spec.Freezing is HeadOnlyPolicy ? All.Where(g => ForAHead.Contains(g.Key)) : All;

    /// <summary>The guide of that setting.</summary>
    public static SettingGuide Find(string key) => All.Single(g => g.Key == key);
}
