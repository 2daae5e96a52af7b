using TransferWeb.Core.Metrics;
using TransferWeb.Core.Runs;

namespace TransferWeb.Core.Models;

/// <summary><c>model.json</c> beside <c>model.safetensors</c>: all that is needed to use a trained model elsewhere.</summary>
public sealed record ModelManifest
{
    /// <summary>The document's version.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The backbone's name.</summary>
    public required string Backbone { get; init; }

    /// <summary>The classes, in the order of the outputs.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Side of the square input in pixels.</summary>
    public required int InputSize { get; init; }

    /// <summary>Side the short edge is resized to before the centre crop, in pixels.</summary>
    public required int ResizeSize { get; init; }

    /// <summary><c>bilinear</c> or <c>bicubic</c>; always antialiased.</summary>
    public string Interpolation { get; init; } = "bilinear";

    /// <summary>Mean of R, G and B (0 to 1) that is subtracted.</summary>
    public required IReadOnlyList<double> Mean { get; init; }

    /// <summary>Standard deviation of R, G and B (0 to 1) that is divided by.</summary>
    public required IReadOnlyList<double> Std { get; init; }

    /// <summary>
    /// What the network computed in when it was evaluated, <c>float32</c> or <c>bfloat16</c>. Where the machine has that too, it answers in it, so that answers
    /// agree with the evaluation.
    /// </summary>
    public string Precision { get; init; } = "float32";

    /// <summary>SHA-256 of <c>model.safetensors</c>, lower-case hexadecimal.</summary>
    public required string WeightsSha256 { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>The files of a run or model folder.</summary>
public static class RunFiles
{
    /// <summary>The frozen <see cref="RunSpec"/>.</summary>
    public const string Spec = "run.json";

    /// <summary>The events, one JSON object a line.</summary>
    public const string Events = "events.jsonl";

    /// <summary>The <see cref="ModelManifest"/>.</summary>
    public const string Manifest = "model.json";

    /// <summary>All weights, torchvision's names, the new head in place of the old.</summary>
    public const string Weights = "model.safetensors";

    /// <summary>The <see cref="EvaluationReport"/>.</summary>
    public const string Evaluation = "evaluation.json";

    /// <summary>The card, in Markdown.</summary>
    public const string ModelCard = "model-card.md";

    /// <summary>The tensors that training changes, and where it stood, after the last epoch.</summary>
    public const string LastCheckpoint = "checkpoints/last.safetensors";

    /// <summary>The same after the epoch with the best validation accuracy.</summary>
    public const string BestCheckpoint = "checkpoints/best.safetensors";

    /// <summary>The listing and split that were trained on.</summary>
    public const string Split = "split.json";

    /// <summary>Where the processes of a run on several devices find each other; gone when the run has ended.</summary>
    public const string Meeting = "meeting";
}
