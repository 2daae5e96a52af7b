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

    /// <summary><c>auto</c>, <c>cpu</c>, <c>cuda:N</c>, or several with commas between them, which share each batch, a process each.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Whether something is left for the program to decide by measuring, once the run has begun.</summary>
    [JsonIgnore]
    public bool LeavesDecisions => Freezing is AutoPolicy || Training.FindLearningRate;

    /// <summary>Why the settings are what they are, in sentences, where the program chose them (<see cref="FreezePolicy.Auto"/>, a rate that was found); else null.</summary>
    public string? Reasoning { get; init; }
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
