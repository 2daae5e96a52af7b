using Microsoft.Playwright;

namespace TransferWeb.Web.E2E;

/// <summary>
/// Pages with their live connection. What a page shows before it has one is put in its place anew when it comes: a mouse pressed on the old and released on the new has clicked nothing.
/// </summary>
internal static class LivePages
{
    /// <summary>Opens a page and waits until it is live and has loaded what it shows.</summary>
    public static async Task VisitLiveAsync(this IPage page, string path)
    {
        await page.GotoAsync(path);
        await page.WaitUntilLiveAsync(path.Split('?')[0]);
    }

    /// <summary>Waits until the page of that path is live and has loaded what it shows.</summary>
    public static Task WaitUntilLiveAsync(this IPage page, string path) =>
        page.WaitForFunctionAsync(
            "path => location.pathname === path && 'live' in document.documentElement.dataset && !document.querySelector('[data-testid=skeleton]')",
            path
        );
}
