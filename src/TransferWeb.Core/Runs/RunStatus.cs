using System.Text.Json.Serialization;

namespace TransferWeb.Core.Runs;

/// <summary>Where a run stands. Changed only through <see cref="RunStateMachine"/>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunStatus>))]
public enum RunStatus
{
    /// <summary>Waits for its device.</summary>
    Queued,

    /// <summary>A worker process is training it.</summary>
    Running,

    /// <summary>Asked to stop; the worker ends after the step it is in.</summary>
    Cancelling,

    /// <summary>Finished, with a result.</summary>
    Succeeded,

    /// <summary>Ended with a reason a person can act on.</summary>
    Failed,

    /// <summary>Stopped by a person.</summary>
    Cancelled,

    /// <summary>Cut off by a stop of the portal or of the worker; can be started again.</summary>
    Interrupted,
}
