using Microsoft.AspNetCore.Components;
using TransferWeb.Core;

namespace TransferWeb.Web.Components.Controls;

/// <summary>A small square of one picture of a data set.</summary>
public sealed partial class Thumbnail
{
    /// <summary>The data set.</summary>
    [Parameter, EditorRequired]
    public required DatasetId Dataset { get; set; }

    /// <summary>The picture's path in it.</summary>
    [Parameter, EditorRequired]
    public required string Path { get; set; }

    /// <summary>What it shows, for those who cannot see it; empty where the text beside it says so.</summary>
    [Parameter]
    public string Alt { get; set; } = "";

    private string Source => PictureAddress.Thumbnail(Dataset, Path);
}
