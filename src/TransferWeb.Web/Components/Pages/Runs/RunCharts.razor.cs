using Microsoft.AspNetCore.Components;
using TransferWeb.Web.Live;

namespace TransferWeb.Web.Components.Pages.Runs;

/// <summary>A run's two charts and the table behind them.</summary>
public sealed partial class RunCharts
{
    /// <summary>The run so far.</summary>
    [Parameter, EditorRequired]
    public required RunLiveState State { get; set; }
}
