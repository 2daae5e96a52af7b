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
    private static readonly string[] ForAHead = ["epochs", "labelSmoothing", "inputSize", "classBalance", "seed"];

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
            "patience",
            "Stop early",
            "early-stopping",
            "How long",
            "Ends the training when so many rounds one after another were no better than the best. Set it when you ask for many rounds and do not want to wait for all.",
            "0 to 1,000 rounds; 0 never stops early, usually 5 to 10",
            "A round that is bad by chance ends the training too soon.",
            "Time goes into rounds that no longer help."
        ),
        new(
            "budgetSeconds",
            "Time limit",
            "time-budget",
            "How long",
            "Ends the training when another round would take it past this time. Set it when the computer is needed for something else; a run that is started again after a pause goes on counting.",
            "above 0, in minutes; empty sets no limit",
            "It stops before it has learnt enough.",
            null
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
            "findLearningRate",
            "Look for the step size",
            "range-test",
            "How it learns",
            "Tries rising step sizes on a few batches before the training, and takes the one at which the error falls best. Switch it on for pictures unlike photographs, or when the error jumps about.",
            "No or yes; it takes 40 to 100 steps and replaces the step size above",
            null,
            null
        ),
        new(
            "backboneRateShare",
            "Step size of the last stage",
            "discriminative-rates",
            "How it learns",
            "How far the network's last stage moves, as a share of the head's step size. Lower it when your pictures are much like photographs, which the network knows already.",
            "above 0, to 1; usually 0.1 to 1",
            "The network hardly adapts to your pictures.",
            "What it knew is lost before the head has settled."
        ),
        new(
            "layerDecay",
            "Step size from stage to stage",
            "layer-decay",
            "How it learns",
            "How far each stage moves, as a share of the stage after it. Early stages see edges and colours, which serve any picture; lower it with few pictures.",
            "above 0, to 1; usually 0.6 to 0.9, and 1 treats all alike",
            "The early stages stay as they were.",
            "The early stages forget what serves any picture."
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
            "gradientClip",
            "Longest step",
            "gradient-clipping",
            "How it learns",
            "Shortens a step that a few odd pictures would make too long. Lower it when the error jumps about.",
            "0 to 1,000; usually 1, and 0 shortens none",
            "Every step is shortened, and it learns slowly.",
            "A single batch may upset what was learnt."
        ),
        new(
            "dropout",
            "Hidden inputs of the head",
            "dropout",
            "Against learning by heart",
            "The share of what the head sees that is hidden at random in each step, so that it relies on no single sign. Raise it when it is far better on pictures it learns from than on those held back.",
            "0 to 0.9; usually 0.1 to 0.5, and empty is as the network was published",
            "It learns by heart more easily.",
            "It sees too little to learn from."
        ),
        new(
            "labelSmoothing",
            "Softer answers",
            "label-smoothing",
            "Against learning by heart",
            "The share of each answer that is spread over all classes, so that it does not grow too sure. Use it when some folders hold wrong pictures.",
            "0 to 0.5; usually 0.1, and 0 takes every answer as certain",
            null,
            "It stays unsure even where it is right."
        ),
        new(
            "mixup",
            "Blended pictures",
            "mixup",
            "Against learning by heart",
            "Blends two pictures and their answers in each step. Use it with many rounds; it needs more of them.",
            "0 to 4; usually 0.2, and 0 blends none",
            null,
            "The pictures no longer look like anything it will meet."
        ),
        new(
            "cutMix",
            "Pasted pictures",
            "cutmix",
            "Against learning by heart",
            "Pastes a piece of one picture into another and mixes their answers by area. Use it with many rounds, where the thing fills the picture; with blended pictures each step takes one of both.",
            "0 to 4; usually 1, and 0 pastes none",
            null,
            "The piece that matters is often covered."
        ),
        new(
            "emaDecay",
            "Averaged weights",
            "ema",
            "Against learning by heart",
            "Keeps an average over the last steps and takes that as the model, which is steadier. Use it when the right answers jump from round to round.",
            "0 to 0.99999; usually 0.99 to 0.999, and 0 averages nothing",
            "The average is nearly the newest weights.",
            "The average lags behind and remembers the start."
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
            "classBalance",
            "Uneven classes",
            "class-balance",
            "What it sees",
            "What is done about classes with more pictures than others. Change it when the rare ones matter as much as the common ones.",
            "Nothing, count rare pictures more, or show rare pictures more often",
            null,
            null
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

    /// <summary>The settings that no person is asked for, each with the reason.</summary>
    public static IReadOnlyDictionary<string, string> NotAsked { get; } =
        new Dictionary<string, string>
        {
            ["stageRates"] =
                "A list with a number for each stage of one network. The program writes it when it measures which stages to train; a person gives the two settings it stands in for.",
        };

    /// <summary>The guides of the settings that make a difference to a run: a head is solved for, so nothing about steps does.</summary>
    public static IEnumerable<SettingGuide> For(RunSpec spec) =>
        spec.Start == WeightStart.Pretrained && spec.Freezing is HeadOnlyPolicy ? All.Where(g => ForAHead.Contains(g.Key)) : All;

    /// <summary>The guide of that setting.</summary>
    public static SettingGuide Find(string key) => All.Single(g => g.Key == key);
}
