using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace TransferWeb.Web.Components.Layout;

/// <summary>One entry of the rail.</summary>
public sealed partial class NavItem
{
    /// <summary>The address below the portal's own; empty for its home.</summary>
    [Parameter, EditorRequired]
    public required string Address { get; set; }

    /// <summary>The icon's name in the sprite.</summary>
    [Parameter, EditorRequired]
    public required string Icon { get; set; }

    /// <summary>What it is called.</summary>
    [Parameter, EditorRequired]
    public required string Text { get; set; }

    /// <summary>When it counts as the page one is on.</summary>
    [Parameter]
    public NavLinkMatch Match { get; set; } = NavLinkMatch.Prefix;
}
