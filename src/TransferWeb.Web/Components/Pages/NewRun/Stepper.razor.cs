using Microsoft.AspNetCore.Components;

namespace TransferWeb.Web.Components.Pages.NewRun;

/// <summary>The steps on top of the wizard, those done with their answer.</summary>
public sealed partial class Stepper
{
    /// <summary>The answers.</summary>
    [Parameter, EditorRequired]
    public required NewRunModel Model { get; set; }

    /// <summary>The step one is at.</summary>
    [Parameter, EditorRequired]
    public required NewRunStep Current { get; set; }
}
