using Microsoft.AspNetCore.Components;
using TransferWeb.Core.Portal;

namespace TransferWeb.Web.Components.Pages.Runs;

/// <summary>A run's changes of status.</summary>
public sealed partial class RunHistory
{
    /// <summary>The changes, oldest first.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<StatusChange> History { get; set; }
}
