using Microsoft.AspNetCore.Components;

namespace TransferWeb.Web.Components.Pages.NewRun;

/// <summary>What every step of the wizard is given.</summary>
public abstract class WizardStep : PortalComponent
{
    /// <summary>The answers and what is known.</summary>
    [Parameter, EditorRequired]
    public required NewRunModel Model { get; set; }

    /// <summary>Takes the changed answers.</summary>
    [Parameter, EditorRequired]
    public EventCallback<NewRunState> OnChange { get; set; }

    /// <summary>Told what the pointer or the keyboard's focus is on, by its key; null for nothing.</summary>
    [Parameter]
    public EventCallback<string?> OnPoint { get; set; }
}
