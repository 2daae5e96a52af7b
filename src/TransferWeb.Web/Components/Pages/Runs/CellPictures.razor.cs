using Microsoft.AspNetCore.Components;
using TransferWeb.Core;
using TransferWeb.Core.Models;

namespace TransferWeb.Web.Components.Pages.Runs;

/// <summary>The pictures behind one cell of the confusion matrix, in a drawer.</summary>
public sealed partial class CellPictures
{
    /// <summary>Their data set, or null where it was removed.</summary>
    [Parameter]
    public DatasetId? Dataset { get; set; }

    /// <summary>The pictures and what the model said of them.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<PicturePrediction> Predictions { get; set; }
}
