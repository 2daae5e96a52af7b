using Microsoft.AspNetCore.Components;

namespace TransferWeb.Web.Components.Controls;

/// <summary>A list without entries: what will be here, and the next step towards it.</summary>
public sealed partial class EmptyState
{
    /// <summary>The icon's name in the sprite.</summary>
    [Parameter, EditorRequired]
    public required string Icon { get; set; }

    /// <summary>What is not here.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>How it comes to be here.</summary>
    [Parameter, EditorRequired]
    public required string Sentence { get; set; }

    /// <summary>The next step.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }
}
