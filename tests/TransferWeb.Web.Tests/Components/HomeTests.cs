using Bunit;
using TransferWeb.Core.Runs;
using TransferWeb.Web.Components.Pages;
using TransferWeb.Web.Tests.Fakes;

namespace TransferWeb.Web.Tests.Components;

public sealed class HomeTests : PageTest
{
    [Fact]
    public void Home_NothingYet_ShowsTheWayInAndAnEmptyState()
    {
        IRenderedComponent<Home> page = Render<Home>();

        Assert.Contains("Try with the sample", page.Find(TestId("start-sample")).TextContent, StringComparison.Ordinal);
        Assert.Contains("No run yet", page.Find(TestId("empty")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Home_SampleIsStarted_GoesToThePicturesOfTheSample()
    {
        IRenderedComponent<Home> page = Render<Home>();

        page.Find(TestId("start-sample")).Click();

        Assert.StartsWith("/new/pictures?use=surface-defects&data=", Address, StringComparison.Ordinal);
    }

    [Fact]
    public void Home_SampleIsRefused_SaysWhyAndOffersRetry()
    {
        IRenderedComponent<Home> page = Render<Home>();
        Datasets.Problem = "The disk is full. Make room and try again.";

        page.Find(TestId("start-sample")).Click();

        Assert.Contains("The disk is full.", page.Find(TestId("error")).TextContent, StringComparison.Ordinal);
        Datasets.Problem = null;
        page.Find(TestId("retry")).Click();
        Assert.StartsWith("/new/pictures", Address, StringComparison.Ordinal);
    }

    [Fact]
    public void Home_ListCannotBeFetched_ShowsTheCauseAndRetries()
    {
        Runs.Problem = "The database is locked.";
        IRenderedComponent<Home> page = Render<Home>();
        Assert.Contains("The database is locked.", page.Find(TestId("error")).TextContent, StringComparison.Ordinal);

        Runs.Problem = null;
        Runs.Add(Samples.Run(status: RunStatus.Succeeded));
        page.Find(TestId("retry")).Click();

        Assert.Contains("94 %", page.Find(TestId("run-list")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Home_DrawnOnTheServerFirst_FetchesNothing()
    {
        SetRendererInfo(new("Static", isInteractive: false));
        Runs.Problem = "must not be asked";

        IRenderedComponent<Home> page = Render<Home>();

        Assert.NotNull(page.Find(TestId("skeleton")));
        Assert.Empty(page.FindAll(TestId("error")));
    }
}
