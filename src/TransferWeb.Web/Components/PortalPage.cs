using TransferWeb.Web.Components.Controls;

namespace TransferWeb.Web.Components;

/// <summary>
/// What the pages share. Contents are fetched only on the circuit, not while the page is drawn for the first time on the server, so nothing is
/// fetched twice.
/// </summary>
public abstract class PortalPage : PortalComponent
{
    /// <summary>Where the page's contents stand.</summary>
    protected Loading Loading { get; private set; } = Loading.Waiting;

    /// <summary>Fetches the contents.</summary>
    protected abstract Task FetchAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => RendererInfo.IsInteractive ? LoadAsync() : Task.CompletedTask;

    /// <summary>Fetches the contents again, from the skeleton on.</summary>
    protected async Task LoadAsync()
    {
        Loading = Loading.Waiting;
        string? problem = await AttemptAsync(() => FetchAsync(Closing));
        Loading = problem is null ? Loading.Ready : Loading.Failed(problem);
    }
}
