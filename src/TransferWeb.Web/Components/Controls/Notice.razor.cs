using Microsoft.AspNetCore.Components;

namespace TransferWeb.Web.Components.Controls;

/// <summary>A sentence that stands out, with an icon that says of what kind it is.</summary>
public sealed partial class Notice
{
    /// <summary><c>good</c>, <c>warn</c>, <c>bad</c>, or empty for neutral.</summary>
    [Parameter]
    public string Kind { get; set; } = "";

    /// <summary>A stable name for tests.</summary>
    [Parameter]
    public string? TestId { get; set; }

    /// <summary>The sentence.</summary>
    [Parameter, EditorRequired]
    public required RenderFragment ChildContent { get; set; }

    private string IconName =>
        Kind switch
        {
            "good" => "circle-check",
            "warn" => "triangle-alert",
            "bad" => "circle-x",
            _ => "info",
        };
}
