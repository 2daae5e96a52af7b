using TransferWeb.Core.Metrics;
using TransferWeb.Core.Runs;

namespace TransferWeb.Core.Portal;

/// <summary>A row of the list of runs. The queue position counts from 1 and is null unless queued; accuracy 0 to 1.</summary>
public sealed record RunSummary(
    RunId Id,
    string Name,
    DatasetId? Dataset,
    string DatasetName,
    string Backbone,
    string Strategy,
    RunStatus Status,
    int? QueuePosition,
    double? Accuracy,
    DateTimeOffset CreatedAt,
    string Owner
);

/// <summary>One change of status, with the sentence that goes with it.</summary>
public sealed record StatusChange(RunStatus Status, DateTimeOffset At, string? Message);

/// <summary>All the portal shows of a run except its curves.</summary>
public sealed record RunDetails(
    RunSummary Summary,
    RunSpec Spec,
    IReadOnlyList<StatusChange> History,
    RunFailure? Failure,
    string? FailureMessage,
    RunCompleted? Result,
    ModelId? PublishedAs
);

/// <summary>Everything recorded of a run so far: what a page that opens late must draw before it follows the stream.</summary>
public sealed record RunSnapshot(RunDetails Details, IReadOnlyList<RunEvent> Events);

/// <summary>What happened to a run: an event of its worker, or a change of its status (exactly one is set).</summary>
public sealed record RunUpdate(RunId Id, RunEvent? Event, RunStatus? Status);

/// <summary>A device a run may train on. <paramref name="GigaMacsPerSecond"/> is measured once, for estimates.</summary>
public sealed record DeviceInfo(string Name, string DisplayName, long MemoryBytes, double GigaMacsPerSecond, RunId? RunningRun);
