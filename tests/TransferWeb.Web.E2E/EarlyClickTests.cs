using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TransferWeb.Tests;
using static Microsoft.Playwright.Assertions;

namespace TransferWeb.Web.E2E;

/// <summary>A page is there to be clicked before its live connection is; a quick person, or a slow network, must not notice.</summary>
public sealed class EarlyClickTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly Regex UseCaseChosen = new("/new/use-case.*own");

    [Fact]
    public async Task Link_ClickedWhileThePageBecomesLive_LeadsThere()
    {
        using TemporaryFolder folder = new();
        List<string> errors = [];
        await using PortalProcess portal = await PortalProcess.StartAsync(folder.Combine("data"));
        IPage page = await browser.OpenAsync(portal.Address, errors);
        HeldConnection connection = await HeldConnection.OfAsync(page);

        await page.GotoAsync("/", new() { WaitUntil = WaitUntilState.Commit });
        await connection.Started.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await page.GetByTestId("start-own").ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/new/use-case"));
        connection.Release();
        await page.WaitUntilLiveAsync("/new/use-case");
        await page.GetByTestId("use-case-own").ClickAsync();

        await Expect(page).ToHaveURLAsync(UseCaseChosen);
        Assert.Empty(errors);
    }

    [Fact]
    public async Task Link_ClickedOnALivePage_LoadsNoNewDocument()
    {
        using TemporaryFolder folder = new();
        List<string> errors = [];
        await using PortalProcess portal = await PortalProcess.StartAsync(folder.Combine("data"));
        IPage page = await browser.OpenAsync(portal.Address, errors);
        await page.VisitLiveAsync("/");
        await page.EvaluateAsync("() => { document.documentElement.dataset.mark = 'same'; }");

        await page.GetByTestId("start-own").ClickAsync();
        await page.GetByTestId("use-case-own").ClickAsync();

        await Expect(page).ToHaveURLAsync(UseCaseChosen);
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-mark", "same");
        Assert.Empty(errors);
    }
}
