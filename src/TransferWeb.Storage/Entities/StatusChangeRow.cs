using TransferWeb.Core;
using TransferWeb.Core.Runs;

namespace TransferWeb.Storage.Entities;

/// <summary>One change of a run's status.</summary>
public sealed class StatusChangeRow
{
    public long Id { get; init; }

    public RunId RunId { get; init; }

    public required RunStatus Status { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The sentence that goes with it, where there is one.</summary>
    public string? Message { get; init; }
}
