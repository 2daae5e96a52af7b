using Microsoft.Playwright;

namespace TransferWeb.Web.E2E;

/// <summary>Debian's Chromium, driven by Playwright; one for all tests of a class.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Args = Arguments }
        );
    }

    /// <summary>A page with cookies of its own. Errors of the page's scripts are added to <paramref name="errors"/>.</summary>
    public async Task<IPage> OpenAsync(Uri address, List<string> errors, int width = 1440, int height = 900, bool dark = false)
    {
        IBrowserContext context = await browser!.NewContextAsync(
            new BrowserNewContextOptions
            {
                BaseURL = address.ToString(),
                ViewportSize = new ViewportSize { Width = width, Height = height },
                ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
                ReducedMotion = ReducedMotion.Reduce,
            }
        );
        context.SetDefaultTimeout(30_000);
        IPage page = await context.NewPageAsync();
        page.PageError += (_, error) => errors.Add($"{page.Url}: {error}");
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
    }
}
