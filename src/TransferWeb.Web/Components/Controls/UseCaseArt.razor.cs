using Microsoft.AspNetCore.Components;

namespace TransferWeb.Web.Components.Controls;

/// <summary>A use case's drawing.</summary>
public sealed partial class UseCaseArt
{
    /// <summary>The use case's key.</summary>
    [Parameter, EditorRequired]
    public required string Key { get; set; }
}
