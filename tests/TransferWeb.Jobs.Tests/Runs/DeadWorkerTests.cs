using Microsoft.EntityFrameworkCore;
using TransferWeb.Core;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;
using TransferWeb.Storage;

namespace TransferWeb.Jobs.Tests.Runs;

/// <summary>Runs whose worker ends without a word or cannot be started, and what the portal makes of that.</summary>
public sealed class DeadWorkerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(137, "memory")]
    [InlineData(134, "exit code 134")]
    [InlineData(0, "exit code 0")]
    public async Task Run_WhoseWorkerDiesSilently_FailsWithASentenceAlsoInItsEvents(int exitCode, string sentence)
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        portal.Workers.On(
            "train",
            worker =>
            {
                FakeRuns.Begin(worker);
                worker.Say("{\"event\":\"half a li");
                worker.LastErrors = "terminate called";
                worker.End(exitCode);
                return Task.CompletedTask;
            }
        );
        RunId run = await portal.QueuedRunAsync();

        await portal.CarryOutAsync(run, Cancel);

        RunSnapshot snapshot = (await portal.Runs.SnapshotAsync(run, Cancel))!;
        RunFailed last = Assert.IsType<RunFailed>(snapshot.Events[^1]);
        Assert.Equal((RunStatus.Failed, RunFailure.WorkerDied), (snapshot.Details.Summary.Status, snapshot.Details.Failure));
        Assert.Contains(sentence, last.Message);
        Assert.Contains("terminate called", last.Message);
        Assert.Equal(last.Message, snapshot.Details.FailureMessage);
    }

    [Fact]
    public async Task Run_WhoseWorkerTheSystemEnds_GoesOnInPartsAndSaysSo()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        portal.Workers.On(
            "train",
            worker =>
            {
                if (worker.Option("--batch-parts") != "1")
                {
                    return FakeRuns.Succeed(worker);
                }

                FakeRuns.Begin(worker);
                worker.Say(new MetricsRecorded([FakeRuns.Point(1, 0.7), FakeRuns.Point(3, 0.6)]));
                worker.Kill();
                return Task.CompletedTask;
            }
        );
        RunId run = await portal.QueuedRunAsync();

        await portal.CarryOutAsync(run, Cancel);

        RunSnapshot snapshot = (await portal.Runs.SnapshotAsync(run, Cancel))!;
        Assert.Equal(RunStatus.Succeeded, snapshot.Details.Summary.Status);
        Assert.Equal(["1", "2"], portal.Workers.Of("train").Select(w => w.Option("--batch-parts")));
        Assert.Contains("memory runs out", Assert.Single(snapshot.Events.OfType<NoteAdded>()).Text);
        await using PortalDb db = await portal.Get<IDbContextFactory<PortalDb>>().CreateDbContextAsync(Cancel);
        Assert.Equal(
            [0.9, 0.5],
            await db.Metrics.Where(m => m.RunId == run).OrderBy(m => m.Step).Select(m => m.Value).ToListAsync(Cancel)
        );
    }

    [Fact]
    public async Task Run_WhoseWorkerTheSystemAlwaysEnds_FailsAfterEightParts()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        portal.Workers.On(
            "train",
            worker =>
            {
                worker.Kill();
                return Task.CompletedTask;
            }
        );
        RunId run = await portal.QueuedRunAsync();

        await portal.CarryOutAsync(run, Cancel);

        RunDetails details = (await portal.Runs.FindAsync(run, Cancel))!;
        Assert.Equal((RunStatus.Failed, RunFailure.WorkerDied), (details.Summary.Status, details.Failure));
        Assert.Contains("even with each batch computed in 8 parts", details.FailureMessage);
        Assert.Equal(["1", "2", "4", "8"], portal.Workers.Of("train").Select(w => w.Option("--batch-parts")));
    }

    [Fact]
    public async Task Run_WithoutAWorkerProgram_FailsAndTheNextIsCalled()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        RunId first = await portal.QueuedRunAsync();
        RunId second = await portal.QueuedRunAsync();

        await portal.CarryOutAsync(first, Cancel);

        RunDetails details = (await portal.Runs.FindAsync(first, Cancel))!;
        Assert.Equal((RunStatus.Failed, RunFailure.WorkerDied), (details.Summary.Status, details.Failure));
        Assert.Equal([first, second, second], portal.Trigger.Called);
    }
}
