using System.IO.Compression;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TransferWeb.Tests;
using static Microsoft.Playwright.Assertions;

namespace TransferWeb.Web.E2E;

/// <summary>What the portal is for, as a person does it: real photographs in, a published model out, a new photograph recognised.</summary>
public sealed class WholePathTests(Browser browser) : IClassFixture<Browser>
{
    private const float PatienceMilliseconds = 180_000;

    [Fact]
    public async Task WholePath_RealPhotographs_EndsInAnAnswerThatOutlivesARestart()
    {
        string photographs = TestData.Shared("datasets", "hymenoptera", "train");
        string unseen = Directory.EnumerateFiles(TestData.Shared("datasets", "hymenoptera", "val", "bees")).Order().First();
        using TemporaryFolder folder = new();
        string archive = folder.Combine("ants and bees.zip");
        ZipFile.CreateFromDirectory(photographs, archive);
        List<string> errors = [];

        string runPath;
        string modelPath;
        await using (PortalProcess portal = await PortalProcess.StartAsync(folder.Combine("data")))
        {
            IPage page = await browser.OpenAsync(portal.Address, errors);
            await WalkTheWizardAsync(page, archive);
            runPath = new Uri(page.Url).AbsolutePath;
            await WatchTheRunAsync(page);

            // Closing the tab changes nothing: the run belongs to the portal, and another tab picks it up where it is.
            await page.Context.CloseAsync();
            page = await browser.OpenAsync(portal.Address, errors);
            await page.VisitLiveAsync(runPath);
            await ReadTheResultAsync(page);
            modelPath = await PublishAndAskAsync(page, unseen);
            await page.Context.CloseAsync();
            await portal.KillAsync();
        }

        await using PortalProcess again = await PortalProcess.StartAsync(folder.Combine("data"));
        IPage later = await browser.OpenAsync(again.Address, errors);
        await later.VisitLiveAsync("/runs");
        await later.Locator($"a[href*='{runPath.TrimStart('/')}']").First.ClickAsync();
        await Expect(later.GetByTestId("result-accuracy")).ToContainTextAsync("%");
        await new ScreenCheck(browser, errors).VisitAsync(
            again.Address,
            ["/", "/new/use-case", "/new/pictures", "/new/model", "/datasets", "/runs", runPath, "/gallery", modelPath, "/learn"]
        );
        Assert.Empty(errors);
    }

    private static async Task WalkTheWizardAsync(IPage page, string archive)
    {
        await page.VisitLiveAsync("/");
        await page.GetByTestId("start-own").ClickAsync();
        await page.GetByTestId("use-case-own").ClickAsync();
        await page.GetByTestId("continue").ClickAsync();

        await page.GetByTestId("file-input").SetInputFilesAsync(archive);
        await Expect(page.GetByTestId("class-row")).ToHaveCountAsync(2, new() { Timeout = PatienceMilliseconds });
        await Expect(page.GetByTestId("dataset-overview")).ToContainTextAsync("245 pictures in 2 classes");
        await page.GetByTestId("continue").ClickAsync();

        await Expect(page.Locator("[data-testid^=backbone-]").First).ToBeVisibleAsync();
        await page.GetByTestId("continue").ClickAsync();
        await page.GetByTestId("freeze-last-1").ClickAsync();
        await Expect(page.GetByTestId("stage-0")).ToContainTextAsync("frozen");
        await page.GetByTestId("continue").ClickAsync();
        await page.GetByTestId("preset-balanced").ClickAsync();
        await page.GetByTestId("continue").ClickAsync();
        await Expect(page.GetByTestId("recipe")).ToContainTextAsync("pictures");
        await page.GetByTestId("start-run").ClickAsync();
        await page.WaitForURLAsync(new Regex("/runs/[0-9a-f]{32}"));
    }

    private static async Task WatchTheRunAsync(IPage page)
    {
        // Live: the chart gains points, more than once, while the run can still be cancelled.
        ILocator chart = page.GetByTestId("chart-accuracy");
        HashSet<string> seen = [];
        while (seen.Count < 3)
        {
            string last = await chart.GetAttributeAsync("data-points") ?? "0";
            Assert.True(await page.GetByTestId("cancel-run").IsVisibleAsync(), $"The run ended with {last} live points seen.");
            if (last != "0")
            {
                seen.Add(last);
            }

            await page.WaitForFunctionAsync(
                "last => (document.querySelector('[data-testid=chart-accuracy]')?.dataset.points ?? last) !== last || document.querySelector('[data-testid=result-accuracy]')",
                last,
                new() { Timeout = PatienceMilliseconds }
            );
        }
    }

    private static async Task ReadTheResultAsync(IPage page)
    {
        await Expect(page.GetByTestId("result-accuracy")).ToContainTextAsync("%", new() { Timeout = PatienceMilliseconds });
        await page.GetByTestId("confusion-cell").First.ClickAsync();
        await Expect(page.GetByTestId("cell-pictures").Locator("img").First).ToBeVisibleAsync();
        // The drawer takes the keyboard, and gives it back on Escape.
        await page.WaitForFunctionAsync("() => document.activeElement?.closest('.rz-dialog-side')");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByTestId("cell-pictures")).ToBeHiddenAsync();
    }

    private static async Task<string> PublishAndAskAsync(IPage page, string unseen)
    {
        await page.GetByTestId("publish").ClickAsync();
        await page.GetByTestId("publish-confirm").ClickAsync();
        await page.WaitForURLAsync(new Regex("/gallery/[0-9a-f]{32}"));
        await page.GetByTestId("try-input").SetInputFilesAsync(unseen);
        await Expect(page.GetByTestId("answer"))
            .ToContainTextAsync(new Regex("(ants|bees), [0-9.]+ %"), new() { Timeout = PatienceMilliseconds });
        return new Uri(page.Url).AbsolutePath;
    }
}
