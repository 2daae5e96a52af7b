using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TransferWeb.Tests;
using static Microsoft.Playwright.Assertions;

namespace TransferWeb.Web.E2E;

/// <summary>A page is there to be clicked before its live connection is; a quick person, or a slow network, must not notice.</summary>
public sealed class EarlyClickTests(Browser browser) : IClassFixture<Browser>
{
    private const int Rounds = 4;
    private static readonly Regex UseCaseChosen = new("/new/use-case.*own");

    [Theory]
    [InlineData("**/_blazor/negotiate**")]
    [InlineData("**/*.js")]
    [InlineData("nothing")]
    public async Task Link_ClickedBeforeThePageIsLive_LeadsThere(string late)
    {
        using TemporaryFolder folder = new();
        List<string> errors = [];
        await using PortalProcess portal = await PortalProcess.StartAsync(folder.Combine("data"));
        for (int round = 0; round < Rounds; round++)
        {
            IPage page = await browser.OpenAsync(portal.Address, errors);
            int delay = 300 * round;
            await page.RouteAsync(
                late,
                async route =>
                {
                    await Task.Delay(delay);
                    await route.ContinueAsync();
                }
            );

            await page.GotoAsync("/", new() { WaitUntil = WaitUntilState.Commit });
            // One event: a press and a release by the mouse could fall on either side of the moment in which the page becomes live.
            await page.GetByTestId("start-own").DispatchEventAsync("click");
            await page.WaitUntilLiveAsync("/new/use-case");
            await page.GetByTestId("use-case-own").ClickAsync();
            await Expect(page).ToHaveURLAsync(UseCaseChosen);

            await page.UnrouteAllAsync(new() { Behavior = UnrouteBehavior.IgnoreErrors });
            await page.Context.CloseAsync();
        }

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
