using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace TransferWeb.Web.Components.Layout;

/// <summary>The frame around every page: rail, top bar, content, and the places where dialogs and notices appear.</summary>
public sealed partial class MainLayout
{
    private ErrorBoundary? boundary;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private string SkipAddress => $"{Navigation.ToBaseRelativePath(Navigation.Uri).Split('#')[0]}#content";

    /// <inheritdoc/>
    protected override void OnParametersSet() => boundary?.Recover();

    private void Recover() => boundary?.Recover();
}
