using System.Text.Json.Serialization;
using TransferWeb.Core.Metrics;

namespace TransferWeb.Core.Runs;

/// <summary>
/// What a worker says while it works: one JSON object a line, in <c>events.jsonl</c> (the truth) and on its output.
/// The discriminator is <c>event</c>; the time is UTC.
/// </summary>
[JsonPolymorphic(
    TypeDiscriminatorPropertyName = "event",
    UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization
)]
[JsonDerivedType(typeof(RunStarted), nameof(RunStarted))]
[JsonDerivedType(typeof(PhaseStarted), nameof(PhaseStarted))]
[JsonDerivedType(typeof(PhaseProgressed), nameof(PhaseProgressed))]
[JsonDerivedType(typeof(MetricsRecorded), nameof(MetricsRecorded))]
[JsonDerivedType(typeof(EpochCompleted), nameof(EpochCompleted))]
[JsonDerivedType(typeof(NoteAdded), nameof(NoteAdded))]
[JsonDerivedType(typeof(RunCompleted), nameof(RunCompleted))]
[JsonDerivedType(typeof(RunFailed), nameof(RunFailed))]
[JsonDerivedType(typeof(RunCancelled), nameof(RunCancelled))]
public abstract record RunEvent
{
    /// <summary>When it happened.</summary>
    public DateTimeOffset Time { get; init; }
}

/// <summary>The pipeline's named steps, in order.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunPhase>))]
public enum RunPhase
{
    /// <summary>Finds, fetches and checks the weight file.</summary>
    PrepareWeights,

    /// <summary>Lists and splits the pictures, and checks that each opens.</summary>
    OpenDataset,

    /// <summary>Builds the network and puts the weights in.</summary>
    BuildModel,

    /// <summary>Computes the frozen features once.</summary>
    ExtractFeatures,

    /// <summary>Trains.</summary>
    Fit,

    /// <summary>Measures on the held-back pictures.</summary>
    Evaluate,

    /// <summary>Writes the model and its card.</summary>
    Export,
}

/// <summary>The run has its pictures and its plan.</summary>
public sealed record RunStarted(
    string Device,
    string Backbone,
    IReadOnlyList<string> Classes,
    int TrainImages,
    int ValidationImages,
    int TestImages,
    int Epochs,
    long Steps,
    long TrainableParameters,
    long TotalParameters
) : RunEvent
{
    /// <summary>Epochs that were done before the run was cut off, after which it now goes on; 0 where it begins.</summary>
    public int CompletedEpochs { get; init; }

    /// <summary>The steps of those epochs.</summary>
    public long CompletedSteps { get; init; }
}

/// <summary>A step of the pipeline began.</summary>
public sealed record PhaseStarted(RunPhase Phase) : RunEvent;

/// <summary>How far a step is; <paramref name="RemainingSeconds"/> is null until it can be estimated.</summary>
public sealed record PhaseProgressed(RunPhase Phase, long Done, long Total, double? RemainingSeconds) : RunEvent;

/// <summary>Numbers to draw.</summary>
public sealed record MetricsRecorded(IReadOnlyList<MetricPoint> Points) : RunEvent;

/// <summary>One pass over the training pictures is done and checked. Losses in nats, accuracies 0 to 1.</summary>
public sealed record EpochCompleted(
    int Epoch,
    int Epochs,
    double TrainLoss,
    double ValidationLoss,
    double ValidationAccuracy,
    bool IsBest,
    double ElapsedSeconds,
    double RemainingSeconds
) : RunEvent;

/// <summary>Something a person should know; the run goes on.</summary>
public sealed record NoteAdded(string Text) : RunEvent;

/// <summary>
/// The run has a result. <paramref name="AccuracyTop1"/> is measured on <paramref name="EvaluatedSplit"/>: the test split where there is one, else
/// the validation split. Always the last line.
/// </summary>
public sealed record RunCompleted(
    double AccuracyTop1,
    Split EvaluatedSplit,
    int TrainImages,
    int ValidationImages,
    int TestImages,
    double ValidationAccuracyTop1,
    double F1Macro,
    int BestEpoch,
    double DurationSeconds,
    string ModelFolder
) : RunEvent;

/// <summary>The run ended without a result. Always the last line.</summary>
public sealed record RunFailed(RunFailure Failure, string Message) : RunEvent;

/// <summary>The run was stopped by a person. Always the last line.</summary>
public sealed record RunCancelled : RunEvent;
