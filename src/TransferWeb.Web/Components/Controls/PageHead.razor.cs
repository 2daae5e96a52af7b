using Microsoft.AspNetCore.Components;

namespace TransferWeb.Web.Components.Controls;

/// <summary>A page's title, the one sentence it is for, and its actions.</summary>
public sealed partial class PageHead
{
    /// <summary>The title, of the page and of the browser's tab.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>What the page is for.</summary>
    [Parameter]
    public string? Sentence { get; set; }

    /// <summary>Its buttons, the primary one first.</summary>
    [Parameter]
    public RenderFragment? Actions { get; set; }
}
