using Microsoft.AspNetCore.Components;
using TransferWeb.Core;

namespace TransferWeb.Web.Components.Layout;

/// <summary>What is running now, the theme, and who is here.</summary>
public sealed partial class TopBar
{
    [Inject]
    private ICurrentUser User { get; set; } = default!;
}
