using System.Globalization;
using Microsoft.AspNetCore.Components;
using TransferWeb.Core.Guidance;
using TransferWeb.Core.Models;

namespace TransferWeb.Web.Components.Pages.Runs;

/// <summary>The confusion matrix as a heat grid: counts and the share of the row.</summary>
public sealed partial class ConfusionGrid
{
    /// <summary>The report.</summary>
    [Parameter, EditorRequired]
    public required EvaluationReport Report { get; set; }

    /// <summary>Told which cell is opened: what the pictures are, and what was said.</summary>
    [Parameter]
    public EventCallback<(string Truth, string Said)> OnOpen { get; set; }

    private static string Shade(double share) => string.Create(CultureInfo.InvariantCulture, $"--share: {share:F3}");

    private static string Description(string truth, string said, int count, int total) =>
        truth == said
            ? $"{count} of {Say.Count(total, "picture")} of {truth} recognised"
            : $"{count} of {Say.Count(total, "picture")} of {truth} taken for {said}";
}
