using TransferWeb.Core;
using TransferWeb.Core.Runs;

namespace TransferWeb.Storage.Entities;

/// <summary>A run. Its status is changed only through <see cref="RunStateMachine"/>, and only by whoever still sees the status it read.</summary>
public sealed class RunRow
{
    public required RunId Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The data set trained on; null once that is deleted.</summary>
    public DatasetId? DatasetId { get; init; }

    /// <summary>The data set's name when the run was made.</summary>
    public required string DatasetName { get; init; }

    /// <summary>The revision trained on.</summary>
    public required int Revision { get; init; }

    /// <summary>The frozen document.</summary>
    public required RunSpec Spec { get; init; }

    public RunStatus Status { get; set; }

    /// <summary>The device it waits for or has, such as <c>cpu</c> or <c>cuda:0</c>.</summary>
    public required string Device { get; init; }

    /// <summary>When it last joined the queue; decides whose turn it is.</summary>
    public required DateTimeOffset QueuedAt { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string Owner { get; init; }

    public RunFailure? Failure { get; set; }

    public string? FailureMessage { get; set; }

    public RunCompleted? Result { get; set; }

    public List<StatusChangeRow> History { get; } = [];
}
