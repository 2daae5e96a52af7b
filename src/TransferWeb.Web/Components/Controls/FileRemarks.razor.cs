using Microsoft.AspNetCore.Components;
using TransferWeb.Web.Live;

namespace TransferWeb.Web.Components.Controls;

/// <summary>Files, each with the sentence that is to be said of it.</summary>
public sealed partial class FileRemarks
{
    private const int Shown = 200;

    /// <summary>The files.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<FileRemark> Files { get; set; }
}
