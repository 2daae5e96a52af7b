using Microsoft.AspNetCore.Components;
using TransferWeb.Core.Portal;

namespace TransferWeb.Web.Components.Controls;

/// <summary>Runs, one a row.</summary>
public sealed partial class RunList
{
    /// <summary>The runs.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<RunSummary> Runs { get; set; }

    [Inject]
    private TimeProvider Clock { get; set; } = default!;
}
