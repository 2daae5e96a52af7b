using Microsoft.AspNetCore.Components;

namespace TransferWeb.Web.Components.Controls;

/// <summary>Grey shapes in place of what is not there yet.</summary>
public sealed partial class SkeletonBlock
{
    /// <summary>How many.</summary>
    [Parameter]
    public int Count { get; set; } = 1;

    /// <summary>Each one's height in pixels.</summary>
    [Parameter]
    public int Height { get; set; } = 56;

    /// <summary>Side by side like cards, instead of below each other.</summary>
    [Parameter]
    public bool AsTiles { get; set; }
}
