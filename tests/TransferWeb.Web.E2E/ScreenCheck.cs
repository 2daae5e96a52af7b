using Microsoft.Playwright;

namespace TransferWeb.Web.E2E;

/// <summary>
/// Visits screens wide and narrow, light and dark: none may be wider than its window, and none may raise a script error. With
/// <c>TRANSFERWEB_SCREENSHOTS</c> set to a folder, a picture of each goes there, to be looked at.
/// </summary>
internal sealed class ScreenCheck(Browser browser, List<string> errors)
{
    private static readonly (int Width, int Height, bool Dark)[] Windows =
    [
        (1440, 900, false),
        (1440, 900, true),
        (390, 844, false),
        (390, 844, true),
    ];

    public async Task VisitAsync(Uri address, IReadOnlyList<string> paths)
    {
        foreach ((int width, int height, bool dark) in Windows)
        {
            IPage page = await browser.OpenAsync(address, errors, width, height, dark);
            foreach (string path in paths)
            {
                // A page that is left while it still connects reports that as an error of its own.
                await page.VisitLiveAsync(path);
                await page.Locator("h1, h2").First.WaitForAsync();
                int overflow = await page.EvaluateAsync<int>(
                    "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
                );
                Assert.True(overflow <= 0, $"{path} is {overflow} pixels wider than a window of {width}.");
                await PhotographAsync(page, path, width, dark);
            }

            await page.Context.CloseAsync();
        }
    }

    private static async Task PhotographAsync(IPage page, string path, int width, bool dark)
    {
        if (Environment.GetEnvironmentVariable("TRANSFERWEB_SCREENSHOTS") is { Length: > 0 } folder)
        {
            string name = path.Split('?')[0].Trim('/').Replace('/', '-');
            await page.ScreenshotAsync(
                new()
                {
                    Path = Path.Combine(folder, $"{(name.Length == 0 ? "home" : name)}-{width}-{(dark ? "dark" : "light")}.png"),
                    FullPage = true,
                }
            );
        }
    }
}
