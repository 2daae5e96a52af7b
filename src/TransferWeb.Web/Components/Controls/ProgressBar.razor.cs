using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace TransferWeb.Web.Components.Controls;

/// <summary>How far something is; moves to and fro while the total is not known.</summary>
public sealed partial class ProgressBar
{
    /// <summary>What is done.</summary>
    [Parameter]
    public double Done { get; set; }

    /// <summary>All there is; 0 where that is not known.</summary>
    [Parameter]
    public double Total { get; set; }

    /// <summary>What it is the progress of.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    private string Percent => Math.Clamp(Done / Total * 100, 0, 100).ToString("F1", CultureInfo.InvariantCulture);
}
