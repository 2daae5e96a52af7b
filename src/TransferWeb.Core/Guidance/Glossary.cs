namespace TransferWeb.Core.Guidance;

/// <summary>A word of the field, the plain word used for it here, and one sentence that explains it.</summary>
public sealed record Term(string Key, string Plain, string Technical, string Sentence);

/// <summary>Every term of the main path with its one-sentence explanation.</summary>
public static class Glossary
{
    /// <summary>All terms, in the order a newcomer meets them.</summary>
    public static IReadOnlyList<Term> All { get; } =
    [
        new("class", "class", "label", "One of the answers the model can give; here, the name of the folder a picture is in."),
        new(
            "split",
            "held-back pictures",
            "validation and test split",
            "Pictures the model never learns from, kept so that its accuracy can be measured honestly."
        ),
        new(
            "transfer",
            "transfer learning",
            "transfer learning",
            "A network that has already learnt to see from many pictures is taught your question, instead of starting from nothing."
        ),
        new(
            "backbone",
            "pretrained network",
            "backbone",
            "A network that learnt to see edges, textures and shapes from a large collection of pictures before it meets yours."
        ),
        new(
            "head",
            "head",
            "classifier head",
            "The last layer, made new for your classes; it turns what the network sees into an answer."
        ),
        new(
            "frozen",
            "frozen",
            "frozen weights",
            "A frozen layer keeps what it has learnt and is not changed, which is quick and works with few pictures."
        ),
        new(
            "fine-tuning",
            "trained further",
            "fine-tuning",
            "Layers that are not frozen are adapted to your pictures in small steps, which takes longer and needs more pictures."
        ),
        new(
            "scratch",
            "from scratch",
            "training from random weights",
            "All is learnt from your own pictures, with nothing known before; it needs many pictures and much time."
        ),
        new(
            "stage",
            "stage",
            "stage",
            "A group of layers; early stages see edges and textures, late ones whole shapes and parts."
        ),
        new("epoch", "round", "epoch", "One pass over all the pictures that are learnt from."),
        new("batch", "pictures a step", "batch size", "How many pictures are looked at together before the weights are changed."),
        new(
            "learning-rate",
            "step size",
            "learning rate",
            "How far the weights move at each step: θ ← θ − η∇J(θ), where η is the learning rate."
        ),
        new(
            "overfitting",
            "learning by heart",
            "overfitting",
            "The model remembers the pictures it learnt from and does worse on new ones."
        ),
        new(
            "augmentation",
            "varied pictures",
            "augmentation",
            "Each picture is cropped and mirrored at random in every round, so that the model does not learn it by heart."
        ),
        new(
            "loss",
            "error",
            "cross-entropy loss",
            "How wrong and how sure of it the model is; lower is better and 0 is perfect."
        ),
        new("accuracy", "right answers", "top-1 accuracy", "The share of pictures whose likeliest class is the right one."),
        new(
            "interval",
            "range",
            "95 % confidence interval",
            "With few held-back pictures the accuracy is only roughly known; the true one lies in this range 19 times out of 20."
        ),
        new(
            "confusion",
            "who is taken for whom",
            "confusion matrix",
            "Each row is what the picture truly is, each column what the model said; the diagonal is right."
        ),
        new("precision", "precision", "precision", "Of the pictures the model gave this class, the share that truly are of it."),
        new("recall", "found", "recall", "Of the pictures that truly are of this class, the share the model found."),
        new("f1", "F1", "F1 score", "Precision and recall in one number from 0 to 1; low when either is low."),
        new(
            "confidence",
            "how sure",
            "softmax probability",
            "The share of its belief the model gives to a class; it can be sure and wrong, above all on pictures unlike those it learnt from."
        ),
        new(
            "weight-decay",
            "weight decay",
            "weight decay",
            "Pulls all weights a little towards zero, which works against learning by heart."
        ),
        new(
            "input-size",
            "picture size",
            "input size",
            "Every picture is scaled and cropped to a square of this many pixels a side before the network sees it."
        ),
        new("optimizer", "update rule", "optimizer", "The recipe by which errors are turned into changes of the weights."),
        new(
            "warm-up",
            "warm-up",
            "learning-rate warm-up",
            "The step size rises slowly at the start, so that the new head does not upset the rest."
        ),
        new(
            "early-stopping",
            "stopping early",
            "early stopping (patience)",
            "Training ends once so many rounds in a row were no better than the best one, which is kept."
        ),
        new("time-budget", "time limit", "time budget", "Training ends before the round that would take it past this time."),
        new(
            "range-test",
            "looking for the step size",
            "learning-rate range test",
            "The step size is raised over a few batches, and the one at which the error falls fastest is a good one to train with."
        ),
        new(
            "discriminative-rates",
            "step size of the last stage",
            "discriminative learning rates",
            "A new head has all to learn and the stages below it little, so that they move in smaller steps."
        ),
        new(
            "layer-decay",
            "step size from stage to stage",
            "layer-wise learning-rate decay",
            "Each stage moves in smaller steps than the one after it, since early stages hold what serves any picture."
        ),
        new(
            "gradient-clipping",
            "longest step",
            "gradient clipping",
            "A step that would be longer than this is shortened, so that a few odd pictures cannot upset the rest."
        ),
        new(
            "dropout",
            "hidden inputs",
            "dropout",
            "A share of what the head sees is hidden at random in each step, so that it relies on no single sign."
        ),
        new(
            "label-smoothing",
            "softer answers",
            "label smoothing",
            "A small share of each answer is spread over all classes, so that the model does not grow surer than it should."
        ),
        new("mixup", "blended pictures", "mixup", "Two pictures are blended like a double exposure, and so are their answers."),
        new(
            "cutmix",
            "pasted pictures",
            "CutMix",
            "A piece of one picture is pasted into another, and their answers are mixed by area."
        ),
        new(
            "ema",
            "averaged weights",
            "exponential moving average",
            "The average of the weights over the last steps is kept as the model, which is steadier than the newest ones."
        ),
        new(
            "class-balance",
            "uneven classes",
            "class imbalance",
            "Some classes have more pictures than others, and a model may neglect the rare ones unless they are made to count."
        ),
        new("seed", "seed", "random seed", "The number that all chance is drawn from; the same seed gives the same run."),
        new(
            "baseline",
            "baseline",
            "majority-class baseline",
            "What always giving the commonest answer would score; a model must beat it to be of use."
        ),
    ];

    private static readonly Dictionary<string, Term> ByKey = All.ToDictionary(t => t.Key, StringComparer.Ordinal);

    /// <summary>The term of that key.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static Term Find(string key) => ByKey[key];
}
