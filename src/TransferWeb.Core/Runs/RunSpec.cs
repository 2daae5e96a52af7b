using System.Text.Json.Serialization;

namespace TransferWeb.Core.Runs;

/// <summary>
/// Everything that decides a run: the same document from the wizard, the command line and REST. Immutable and versioned; two runs of the
/// same spec on the same machine give the same weights.
/// </summary>
public sealed record RunSpec
{
    /// <summary>The version written by this program.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The document's version; a newer one than <see cref="CurrentVersion"/> is refused.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>What the person calls the run; 1 to 120 characters.</summary>
    public string Name { get; init; } = "Untitled run";

    /// <summary>The use case whose defaults the wizard took (see <c>Guidance/UseCases</c>), or null.</summary>
    public string? UseCase { get; init; }

    /// <summary>The pictures and their split.</summary>
    public required DataSpec Data { get; init; }

    /// <summary>A backbone's name as its manifest gives it, such as <c>resnet18</c>.</summary>
    public required string Backbone { get; init; }

    /// <summary>A weight file's path; null takes the one the weight store holds for the backbone. Unused from scratch.</summary>
    public string? WeightsFile { get; init; }

    /// <summary>Where the backbone's weights start.</summary>
    public WeightStart Start { get; init; } = WeightStart.Pretrained;

    /// <summary>What is trained. From scratch this must be <see cref="FreezePolicy.Full"/>.</summary>
    public FreezePolicy Freezing { get; init; } = FreezePolicy.HeadOnly;

    /// <summary>How it is trained.</summary>
    public TrainingSpec Training { get; init; } = new();

    /// <summary><c>auto</c>, <c>cpu</c> or <c>cuda:N</c>.</summary>
    public string Device { get; init; } = "auto";
}

/// <summary>Where a backbone's weights start.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WeightStart>))]
public enum WeightStart
{
    /// <summary>Weights learnt on a large source set.</summary>
    Pretrained,

    /// <summary>Random weights: all is learnt from the user's own pictures.</summary>
    Scratch,
}

/// <summary>Which pictures, and which of them are held back.</summary>
public sealed record DataSpec
{
    /// <summary>The picture folder: <c>class/…</c>, or <c>train|val|test/class/…</c>.</summary>
    public required string Folder { get; init; }

    /// <summary>A split file <c>{"train": […], "val": […], "test": […]}</c> of paths relative to <see cref="Folder"/>; null splits by folder or by seed.</summary>
    public string? SplitFile { get; init; }

    /// <summary>Share of each class held back to choose the best epoch, 0.05 to 0.5; used where no split is given.</summary>
    public double ValidationShare { get; init; } = 0.2;

    /// <summary>Share of each class nobody looks at until the end, 0 to 0.4; used where no split is given.</summary>
    public double TestShare { get; init; }
}

/// <summary>How the chosen parameters are trained. A null setting is chosen from the strategy by <c>TrainingDefaults</c>.</summary>
public sealed record TrainingSpec
{
    /// <summary>Passes over the training pictures, 1 to 1,000.</summary>
    public int? Epochs { get; init; }

    /// <summary>Pictures a step, 1 to 1,024.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Peak learning rate after warm-up, above 0 and at most 10.</summary>
    public double? LearningRate { get; init; }

    /// <summary>The update rule.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.AdamW;

    /// <summary>Decoupled (AdamW) or L2 (SGD) weight decay, 0 to 1.</summary>
    public double? WeightDecay { get; init; }

    /// <summary>Share of all steps in which the rate rises from near 0, 0 to 0.5; then it falls along a cosine.</summary>
    public double WarmupShare { get; init; } = 0.1;

    /// <summary>Side of the square input in pixels, 32 to 1,024.</summary>
    public int? InputSize { get; init; }

    /// <summary>How training pictures are varied. Head-only runs see each picture once, unvaried.</summary>
    public AugmentationKind Augmentation { get; init; } = AugmentationKind.CropAndFlip;

    /// <summary>Decides split, order, initial head and augmentation.</summary>
    public long Seed { get; init; }
}

/// <summary>The update rule.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OptimizerKind>))]
public enum OptimizerKind
{
    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, 2019).</summary>
    AdamW,

    /// <summary>Stochastic gradient descent with momentum 0.9.</summary>
    Sgd,
}

/// <summary>How training pictures are varied.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AugmentationKind>))]
public enum AugmentationKind
{
    /// <summary>Resize and centre crop only.</summary>
    None,

    /// <summary>Random resized crop and horizontal flip.</summary>
    CropAndFlip,
}
