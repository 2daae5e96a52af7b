using Microsoft.AspNetCore.Components;
using TransferWeb.Web.Live;

namespace TransferWeb.Web.Components.Controls;

/// <summary>Says which files of an upload were not taken; nothing where all were.</summary>
public sealed partial class RefusedFiles
{
    /// <summary>The files.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<FileRemark> Files { get; set; }
}
