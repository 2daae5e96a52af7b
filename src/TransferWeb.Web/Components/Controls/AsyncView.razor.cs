using Microsoft.AspNetCore.Components;

namespace TransferWeb.Web.Components.Controls;

/// <summary>Something that has to be fetched: a skeleton until it is there, the cause and Retry where it failed.</summary>
public sealed partial class AsyncView
{
    /// <summary>Where the fetching stands.</summary>
    [Parameter, EditorRequired]
    public required Loading Loading { get; set; }

    /// <summary>Fetches again.</summary>
    [Parameter]
    public EventCallback OnRetry { get; set; }

    /// <summary>The grey shape of what will be there.</summary>
    [Parameter]
    public RenderFragment? Skeleton { get; set; }

    /// <summary>What is shown when it is there.</summary>
    [Parameter, EditorRequired]
    public required RenderFragment ChildContent { get; set; }
}
