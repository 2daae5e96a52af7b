using Bunit;
using TransferWeb.Core;
using TransferWeb.Core.Metrics;
using TransferWeb.Core.Models;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;
using TransferWeb.Web.Components.Pages.Runs;
using TransferWeb.Web.Tests.Fakes;

namespace TransferWeb.Web.Tests.Components;

public sealed class RunPageTests : PageTest
{
    private IRenderedComponent<RunPage> Open(RunId id) => Render<RunPage>(p => p.Add(x => x.Id, id.ToString()));

    private static EpochCompleted Round(int number, double accuracy, bool isBest = true) =>
        new(number, 10, 1, 1, accuracy, isBest, number, 10 - number) { Time = Samples.Now.AddSeconds(number) };

    [Fact]
    public void Run_PausedByAFullDisk_SaysSoAndOffersToGoOn()
    {
        const string sentence = "The disk is full: make room, and it goes on.";
        RunDetails run = Runs.Add(
            Samples.Run(status: RunStatus.Interrupted) with
            {
                Failure = RunFailure.DiskFull,
                History = [new(RunStatus.Interrupted, Samples.Now, sentence)],
            }
        );

        IRenderedComponent<RunPage> page = Open(run.Summary.Id);

        string said = page.WaitForElement(TestId("run-ended")).TextContent;
        Assert.Contains("The run is paused.", said, StringComparison.Ordinal);
        Assert.Contains(sentence, said, StringComparison.Ordinal);
        Assert.NotNull(page.Find(TestId("restart-run")));
    }

    [Fact]
    public void Run_NotThere_SaysSo()
    {
        IRenderedComponent<RunPage> page = Open(RunId.New());

        page.WaitForAssertion(() => Assert.Contains("No such run", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void Run_Running_ShowsWhatWasRecordedAndThenWhatComes()
    {
        RunDetails run = Runs.Add(Samples.Run(), Samples.Started(), new PhaseStarted(RunPhase.Fit), Round(1, 0.5));
        IRenderedComponent<RunPage> page = Open(run.Summary.Id);
        page.WaitForAssertion(() =>
            Assert.Contains("Round 2 of 10 · 50 % right", page.Find(TestId("run-headline")).TextContent, StringComparison.Ordinal)
        );

        Runs.Send(run.Summary.Id, Round(2, 0.75));

        page.WaitForAssertion(() =>
            Assert.Contains("Round 3 of 10 · 75 % right", page.Find(TestId("run-headline")).TextContent, StringComparison.Ordinal)
        );
        Assert.Contains("the best so far", page.Find(TestId("feed")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Finishes_TurnsIntoItsResultWithoutReload()
    {
        RunDetails run = Runs.Add(Samples.Run(), Samples.Started(), new PhaseStarted(RunPhase.Fit), Round(1, 0.5));
        IRenderedComponent<RunPage> page = Open(run.Summary.Id);
        page.WaitForElement(TestId("run-headline"));

        Runs.Send(run.Summary.Id, Samples.Completed());
        Runs.Move(run.Summary.Id, RunStatus.Succeeded);

        page.WaitForAssertion(() => Assert.Equal("94 %", page.Find(TestId("result-accuracy")).TextContent));
        Assert.Contains("always saying “sound”", page.Find(TestId("result-baseline")).TextContent, StringComparison.Ordinal);
        Assert.Equal(16, page.FindAll(TestId("confusion-cell")).Count);
        Assert.Equal(3, page.FindAll(TestId("prediction")).Count);
        Assert.NotNull(page.Find(TestId("publish")));
    }

    [Fact]
    public void Run_NoBetterThanGuessing_IsCalledThat()
    {
        Runs.Evaluation = Samples.Report(0.22, new Interval(0.12, 0.36), new Baseline("sound", 0.25));
        RunDetails run = Runs.Add(Samples.Run(status: RunStatus.Succeeded));

        IRenderedComponent<RunPage> page = Open(run.Summary.Id);

        page.WaitForAssertion(() =>
            Assert.Contains("no better than guessing", page.Find(TestId("result-baseline")).TextContent, StringComparison.Ordinal)
        );
        Assert.Contains("bad", page.Find(TestId("result-baseline")).ClassName, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Failed_SaysWhyAndOffersToStartAgain()
    {
        RunDetails run = Runs.Add(Samples.Run(status: RunStatus.Failed));
        IRenderedComponent<RunPage> page = Open(run.Summary.Id);
        page.WaitForAssertion(() =>
            Assert.Contains("The disk is full.", page.Find(TestId("run-ended")).TextContent, StringComparison.Ordinal)
        );

        page.Find(TestId("restart-run")).Click();

        page.WaitForAssertion(() =>
            Assert.Contains("number 2 in the queue", page.Find(TestId("run-headline")).TextContent, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(RunStatus.Queued, true, false)]
    [InlineData(RunStatus.Running, true, false)]
    [InlineData(RunStatus.Cancelling, false, false)]
    [InlineData(RunStatus.Cancelled, false, true)]
    [InlineData(RunStatus.Interrupted, false, true)]
    [InlineData(RunStatus.Succeeded, false, false)]
    public void Run_InEachStatus_OffersWhatIsLegal(RunStatus status, bool canCancel, bool canRestart)
    {
        RunDetails run = Runs.Add(Samples.Run(status: status));
        IRenderedComponent<RunPage> page = Open(run.Summary.Id);
        page.WaitForElement(TestId("status"));

        Assert.Equal(canCancel ? 1 : 0, page.FindAll(TestId("cancel-run")).Count);
        Assert.Equal(canRestart ? 1 : 0, page.FindAll(TestId("restart-run")).Count);
    }

    [Fact]
    public async Task Run_PageIsLeft_StopsWatching()
    {
        RunDetails run = Runs.Add(Samples.Run());
        IRenderedComponent<RunPage> page = Open(run.Summary.Id);
        page.WaitForElement(TestId("run-headline"));
        Assert.Equal(1, Runs.Watchers);

        await DisposeComponentsAsync();

        Assert.Equal(0, Runs.Watchers);
    }
}
