using Microsoft.AspNetCore.Components;
using TransferWeb.Web.Live;

namespace TransferWeb.Web.Components.Pages.Runs;

/// <summary>Remarks, newest first.</summary>
public sealed partial class RunFeedList
{
    /// <summary>The remarks, oldest first.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<FeedEntry> Feed { get; set; }
}
