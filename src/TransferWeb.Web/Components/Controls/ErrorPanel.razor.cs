using Microsoft.AspNetCore.Components;

namespace TransferWeb.Web.Components.Controls;

/// <summary>What went wrong, and a way to try again.</summary>
public sealed partial class ErrorPanel
{
    /// <summary>What happened, why, and what to do now.</summary>
    [Parameter, EditorRequired]
    public required string Sentence { get; set; }

    /// <summary>Tries again; no button where there is none.</summary>
    [Parameter]
    public EventCallback OnRetry { get; set; }
}
