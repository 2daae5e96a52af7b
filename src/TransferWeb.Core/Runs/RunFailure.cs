using System.Text.Json.Serialization;

namespace TransferWeb.Core.Runs;

/// <summary>The reasons for which a run ends without a result, each foreseen.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunFailure>))]
public enum RunFailure
{
    /// <summary>The spec holds a value that is missing or out of range.</summary>
    InvalidSpec,

    /// <summary>The folder or the split file cannot be read.</summary>
    DatasetUnreadable,

    /// <summary>A split has no pictures.</summary>
    DatasetEmpty,

    /// <summary>A class has too few pictures, or there is only one class.</summary>
    DatasetTooSmall,

    /// <summary>No backbone of that name.</summary>
    UnknownBackbone,

    /// <summary>No weight file is there, or it cannot be used.</summary>
    WeightsUnusable,

    /// <summary>The device asked for is not there.</summary>
    DeviceUnavailable,

    /// <summary>The device's memory did not suffice.</summary>
    OutOfMemory,

    /// <summary>The disk is full or the folder cannot be written.</summary>
    DiskFull,

    /// <summary>The loss left the range of numbers.</summary>
    Diverged,

    /// <summary>The worker process ended without saying why.</summary>
    WorkerDied,

    /// <summary>A fault of this program.</summary>
    Internal,
}

/// <summary>A foreseen failure: what happened, why, and what to do now, in words for a person.</summary>
public sealed class RunFailedException : Exception
{
    /// <summary>Makes the failure.</summary>
    public RunFailedException(RunFailure failure, string message, Exception? inner = null)
        : base(message, inner) => Failure = failure;

    /// <summary>The kind of failure.</summary>
    public RunFailure Failure { get; }
}
