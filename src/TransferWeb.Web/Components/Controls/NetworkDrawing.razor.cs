using System.Globalization;
using Microsoft.AspNetCore.Components;
using TransferWeb.Core.Guidance;
using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;

namespace TransferWeb.Web.Components.Controls;

/// <summary>A network as its stages from left to right, wider with more weights; each frozen or trained.</summary>
public sealed partial class NetworkDrawing
{
    private IReadOnlyList<PlannedStage> stages = [];

    /// <summary>The network.</summary>
    [Parameter, EditorRequired]
    public required BackboneManifest Backbone { get; set; }

    /// <summary>What is trained.</summary>
    [Parameter, EditorRequired]
    public required FreezePolicy Policy { get; set; }

    /// <summary>Number of classes of the new head.</summary>
    [Parameter]
    public int Classes { get; set; }

    /// <summary>Told the index of a stage that is clicked; without it the stages are not buttons.</summary>
    [Parameter]
    public EventCallback<int> OnToggle { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet() => stages = NetworkPlan.Draw(Backbone, Policy, Classes);

    /// <summary>Widths grow with the logarithm: the last stages hold a thousand times the weights of the first.</summary>
    private static string Width(PlannedStage stage) =>
        string.Create(CultureInfo.InvariantCulture, $"flex: {Math.Log10(Math.Max(10, stage.Parameters)) - 0.5:F2}");

    private static string Action(PlannedStage stage) =>
        stage.IsTrained ? $"Freeze {stage.Name} and all before it" : $"Train {stage.Name} and all after it";
}
