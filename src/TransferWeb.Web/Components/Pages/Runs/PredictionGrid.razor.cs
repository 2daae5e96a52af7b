using Microsoft.AspNetCore.Components;
using TransferWeb.Core;
using TransferWeb.Core.Models;

namespace TransferWeb.Web.Components.Pages.Runs;

/// <summary>Pictures with what the model said of them.</summary>
public sealed partial class PredictionGrid
{
    private const int Step = 48;

    private int shown = Step;

    /// <summary>Their data set, or null where it was removed.</summary>
    [Parameter]
    public DatasetId? Dataset { get; set; }

    /// <summary>The pictures.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<PicturePrediction> Predictions { get; set; }
}
