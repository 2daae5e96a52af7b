using Microsoft.AspNetCore.Components;
using TransferWeb.Core.Portal;

namespace TransferWeb.Web.Components.Controls;

/// <summary>A data set's status as icon, word and colour.</summary>
public sealed partial class DatasetBadge
{
    /// <summary>The status.</summary>
    [Parameter, EditorRequired]
    public required DatasetStatus Status { get; set; }
}
