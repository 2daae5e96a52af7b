using Microsoft.AspNetCore.Components;
using TransferWeb.Core.Runs;

namespace TransferWeb.Web.Components.Controls;

/// <summary>A run's status as icon, word and colour.</summary>
public sealed partial class StatusBadge
{
    /// <summary>The status.</summary>
    [Parameter, EditorRequired]
    public required RunStatus Status { get; set; }

    /// <summary>Its place in the queue, from 1, where it waits.</summary>
    [Parameter]
    public int? QueuePosition { get; set; }

    private string Text =>
        Status switch
        {
            RunStatus.Queued => QueuePosition is { } place ? $"Waiting, number {place}" : "Waiting",
            RunStatus.Running => "Training",
            RunStatus.Cancelling => "Stopping",
            RunStatus.Succeeded => "Finished",
            RunStatus.Failed => "Failed",
            RunStatus.Cancelled => "Cancelled",
            _ => "Interrupted",
        };

    private string Kind =>
        Status switch
        {
            RunStatus.Running => "accent",
            RunStatus.Succeeded => "good",
            RunStatus.Failed => "bad",
            RunStatus.Interrupted or RunStatus.Cancelling => "warn",
            _ => "",
        };

    private string IconName =>
        Status switch
        {
            RunStatus.Queued => "clock",
            RunStatus.Running or RunStatus.Cancelling => "loader-circle",
            RunStatus.Succeeded => "circle-check",
            RunStatus.Failed => "circle-x",
            RunStatus.Cancelled => "square",
            _ => "triangle-alert",
        };
}
