using Microsoft.AspNetCore.Components;
using TransferWeb.Core.Portal;

namespace TransferWeb.Web.Components.Controls;

/// <summary>A published model's card.</summary>
public sealed partial class ModelTile
{
    /// <summary>The model.</summary>
    [Parameter, EditorRequired]
    public required ModelSummary Model { get; set; }

    [Inject]
    private TimeProvider Clock { get; set; } = default!;
}
