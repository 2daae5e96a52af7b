using Microsoft.Playwright;
using TransferWeb.Tests;
using static Microsoft.Playwright.Assertions;

namespace TransferWeb.Web.E2E;

/// <summary>The long list behind "advanced", on screens wide and narrow, and a setting changed by hand.</summary>
public sealed class SettingsScreenTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task Advanced_EverySetting_FitsTheScreenAndIsKeptInTheAddress()
    {
        using TemporaryFolder folder = new();
        List<string> errors = [];
        await using PortalProcess portal = await PortalProcess.StartAsync(folder.Combine("data"));

        await new ScreenCheck(browser, errors).VisitAsync(portal.Address, ["/new/training?train=full&patience=5"]);
        IPage page = await browser.OpenAsync(portal.Address, errors);
        await page.VisitLiveAsync("/new/training?train=full&patience=5");
        await page.GetByTestId("setting-classBalance").SelectOptionAsync("Sampling");
        await page.GetByTestId("setting-budgetSeconds").FillAsync("20");
        await page.GetByTestId("setting-budgetSeconds").PressAsync("Tab");

        await Expect(page.GetByTestId("training-advanced")).ToContainTextAsync("3 changes");
        Assert.Contains("balance=Sampling", page.Url, StringComparison.Ordinal);
        Assert.Contains("minutes=20", page.Url, StringComparison.Ordinal);
        Assert.Empty(errors);
    }
}
