using Microsoft.AspNetCore.Components;

namespace TransferWeb.Web.Components.Controls;

/// <summary>
/// A decorative icon of the sprite; the text beside it carries the meaning. Another name makes another element: Chromium draws nothing where a sprite's
/// address is changed in place.
/// </summary>
public sealed partial class Icon
{
    /// <summary>Its name, one of <c>wwwroot-assets/src/icons.json</c>.</summary>
    [Parameter, EditorRequired]
    public required string Name { get; set; }

    /// <summary>Further classes.</summary>
    [Parameter]
    public string? Class { get; set; }
}
