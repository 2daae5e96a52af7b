using Microsoft.AspNetCore.Components;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;
using TransferWeb.Web.Live;

namespace TransferWeb.Web.Components.Pages.Runs;

/// <summary>A run without a result: waiting, at work, or ended.</summary>
public sealed partial class RunProgress
{
    /// <summary>The run.</summary>
    [Parameter, EditorRequired]
    public required RunDetails Run { get; set; }

    /// <summary>What happened so far.</summary>
    [Parameter, EditorRequired]
    public required RunLiveState State { get; set; }

    private bool IsWorking => Run.Summary.Status is RunStatus.Running or RunStatus.Cancelling;

    private string? LastMessage => Run.History.LastOrDefault(h => h.Status == Run.Summary.Status)?.Message;

    private string Headline =>
        Run.Summary.Status switch
        {
            RunStatus.Queued => Run.Summary.QueuePosition is { } place and > 1
                ? $"Waiting for the device · number {place} in the queue"
                : "Waiting for the device · next to start",
            RunStatus.Cancelling => "Stopping after the step it is in",
            _ => State.Headline,
        };

    /// <summary>From scratch there is nothing frozen whose features could be computed beforehand.</summary>
    private IEnumerable<RunPhase> ShownPhases =>
        Enum.GetValues<RunPhase>().Where(p => p != RunPhase.ExtractFeatures || Run.Spec.Start == WeightStart.Pretrained);
}
