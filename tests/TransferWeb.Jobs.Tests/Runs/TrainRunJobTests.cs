using Microsoft.EntityFrameworkCore;
using TransferWeb.Core;
using TransferWeb.Core.Models;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;
using TransferWeb.Jobs.Runs;
using TransferWeb.Storage;

namespace TransferWeb.Jobs.Tests.Runs;

public sealed class TrainRunJobTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_ThatSucceeds_HasItsResultEventsMetricsAndHistory()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        portal.Workers.On("train", FakeRuns.Succeed);
        RunId run = await portal.QueuedRunAsync();
        IAsyncEnumerable<RunUpdate> updates = portal.Runs.WatchAsync(run, Cancel);

        await portal.CarryOutAsync(run, Cancel);

        RunSnapshot snapshot = (await portal.Runs.SnapshotAsync(run, Cancel))!;
        Assert.Equal((RunStatus.Succeeded, 0.75), (snapshot.Details.Summary.Status, snapshot.Details.Summary.Accuracy));
        Assert.Equal([RunStatus.Queued, RunStatus.Running, RunStatus.Succeeded], snapshot.Details.History.Select(c => c.Status));
        Assert.Equal(["RunStarted", "MetricsRecorded", "RunCompleted"], snapshot.Events.Select(e => e.GetType().Name));
        Assert.Equal(2, (await portal.Runs.EvaluationAsync(run, Cancel))!.Images);
        Assert.Equal(
            ["Running", "RunStarted", "MetricsRecorded", "RunCompleted", "Succeeded"],
            await updates.Take(5).Select(u => u.Status?.ToString() ?? u.Event!.GetType().Name).ToArrayAsync(Cancel)
        );
        await using PortalDb db = await portal.Get<IDbContextFactory<PortalDb>>().CreateDbContextAsync(Cancel);
        Assert.Equal(
            [0.9, 0.5],
            await db.Metrics.Where(m => m.RunId == run).OrderBy(m => m.Step).Select(m => m.Value).ToListAsync(Cancel)
        );
        FakeWorker worker = Assert.Single(portal.Workers.Of("train"));
        Assert.Equal(
            ["train", "--run", portal.Folder.Run(run), "--resume", "--batch-parts", "1", "--json", "--supervised"],
            worker.Command.Arguments
        );
        Assert.True(worker.Command.Background);
    }

    [Fact]
    public async Task Run_WhoseWorkerSaysWhyItFailed_HasThatSentence()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        portal.Workers.On(
            "train",
            worker =>
            {
                worker.Say(new RunFailed(RunFailure.Diverged, "The loss left the range of numbers."));
                worker.End(1);
                return Task.CompletedTask;
            }
        );
        RunId run = await portal.QueuedRunAsync();

        await portal.CarryOutAsync(run, Cancel);

        RunDetails details = (await portal.Runs.FindAsync(run, Cancel))!;
        Assert.Equal(
            (RunStatus.Failed, RunFailure.Diverged, "The loss left the range of numbers."),
            (details.Summary.Status, details.Failure, details.FailureMessage)
        );
    }

    [Fact]
    public async Task Run_CancelledWhileTraining_StopsAfterItsStep()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        portal.Workers.On("train", FakeRuns.TrainUntilStopped);
        RunId run = await portal.QueuedRunAsync();
        Task carrying = await RunningAsync(portal, run, CancellationToken.None);

        await portal.Runs.CancelAsync(run, Cancel);
        await carrying;

        RunSnapshot snapshot = (await portal.Runs.SnapshotAsync(run, Cancel))!;
        Assert.Equal(
            [RunStatus.Queued, RunStatus.Running, RunStatus.Cancelling, RunStatus.Cancelled],
            snapshot.Details.History.Select(c => c.Status)
        );
        Assert.IsType<RunCancelled>(snapshot.Events[^1]);
        Assert.False(portal.Workers.Of("train")[0].IsKilled);
    }

    [Fact]
    public async Task Run_CancelledInItsLastStep_KeepsItsResult()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        portal.Workers.On(
            "train",
            async worker =>
            {
                FakeRuns.Begin(worker);
                await worker.HearAsync();
                await FakeRuns.Succeed(worker);
            }
        );
        RunId run = await portal.QueuedRunAsync();
        Task carrying = await RunningAsync(portal, run, CancellationToken.None);

        await portal.Runs.CancelAsync(run, Cancel);
        await carrying;

        Assert.Equal(RunStatus.Succeeded, await portal.StatusAsync(run));
    }

    [Fact]
    public async Task Run_WhilePortalStops_IsInterruptedAndTheNextStaysQueued()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        portal.Workers.On("train", FakeRuns.TrainUntilStopped);
        RunId run = await portal.QueuedRunAsync();
        RunId next = await portal.QueuedRunAsync();
        using CancellationTokenSource shutdown = new();
        Task carrying = await RunningAsync(portal, run, shutdown.Token);

        await shutdown.CancelAsync();
        await carrying;

        RunDetails details = (await portal.Runs.FindAsync(run, Cancel))!;
        Assert.Equal(RunStatus.Interrupted, details.Summary.Status);
        Assert.Contains("portal was stopped", details.History[^1].Message);
        Assert.Equal(RunStatus.Queued, await portal.StatusAsync(next));
        Assert.Equal([run, next], portal.Trigger.Called);
    }

    [Fact]
    public async Task Run_StartedAgain_BeginsWithFreshEventsAndMetrics()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        portal.Workers.On("train", FakeRuns.TrainUntilStopped);
        RunId run = await portal.QueuedRunAsync();
        using CancellationTokenSource shutdown = new();
        Task carrying = await RunningAsync(portal, run, shutdown.Token);
        await shutdown.CancelAsync();
        await carrying;
        portal.Workers.On("train", FakeRuns.Succeed);

        await portal.Runs.RestartAsync(run, Cancel);
        await portal.CarryOutAsync(run, Cancel);

        RunSnapshot snapshot = (await portal.Runs.SnapshotAsync(run, Cancel))!;
        Assert.Equal(RunStatus.Succeeded, snapshot.Details.Summary.Status);
        Assert.Equal(3, snapshot.Events.Count);
        Assert.Single(Directory.GetFiles(portal.Folder.Run(run), "events.2*.jsonl"));
        await using PortalDb db = await portal.Get<IDbContextFactory<PortalDb>>().CreateDbContextAsync(Cancel);
        Assert.Equal(2, await db.Metrics.CountAsync(Cancel));
    }

    [Fact]
    public async Task Run_CutOffAfterACheckpoint_GoesOnWithTheEventsAndMetricsBeforeIt()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        portal.Workers.On("train", FakeRuns.TrainBeyondACheckpoint);
        RunId run = await portal.QueuedRunAsync();
        using CancellationTokenSource shutdown = new();
        Task carrying = await RunningAsync(portal, run, shutdown.Token);
        await shutdown.CancelAsync();
        await carrying;
        portal.Workers.On("train", FakeRuns.GoOn);

        await portal.Runs.RestartAsync(run, Cancel);
        await portal.CarryOutAsync(run, Cancel);

        RunSnapshot snapshot = (await portal.Runs.SnapshotAsync(run, Cancel))!;
        Assert.Equal(RunStatus.Succeeded, snapshot.Details.Summary.Status);
        Assert.Equal(5, snapshot.Events.Count);
        Assert.Empty(Directory.GetFiles(portal.Folder.Run(run), "events.2*.jsonl"));
        await using PortalDb db = await portal.Get<IDbContextFactory<PortalDb>>().CreateDbContextAsync(Cancel);
        Assert.Equal([1, 2], await db.Metrics.Select(m => m.Step).Order().ToListAsync(Cancel));
    }

    [Fact]
    public async Task Run_CancelledAfterACheckpoint_BeginsAnew()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        RunId run = await portal.QueuedRunAsync();
        string checkpoint = Path.Combine(portal.Folder.Run(run), RunFiles.LastCheckpoint);
        Directory.CreateDirectory(Path.GetDirectoryName(checkpoint)!);
        await File.WriteAllTextAsync(checkpoint, "-", Cancel);
        await portal.Runs.CancelAsync(run, Cancel);

        await portal.Runs.RestartAsync(run, Cancel);

        Assert.False(File.Exists(checkpoint));
    }

    [Fact]
    public async Task Run_WhoseDeviceIsTaken_StaysQueuedUntilItIsCalledByTheHolder()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        TaskCompletionSource release = new();
        portal.Workers.On("train", FakeRuns.SucceedAfter(release.Task));
        RunId first = await portal.QueuedRunAsync();
        RunId second = await portal.QueuedRunAsync();
        Task carrying = await RunningAsync(portal, first, CancellationToken.None);

        await portal.CarryOutAsync(second, Cancel);
        Assert.Equal(RunStatus.Queued, await portal.StatusAsync(second));
        Assert.Equal(first, Assert.Single(await portal.Runs.DevicesAsync(Cancel)).RunningRun);
        release.SetResult();
        await carrying;

        Assert.Equal([first, second, second], portal.Trigger.Called);
        await portal.CarryOutAsync(second, Cancel);
        Assert.Equal(RunStatus.Succeeded, await portal.StatusAsync(second));
    }

    [Fact]
    public async Task Run_CalledBeforeItsTurn_CallsTheFirstInstead()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        portal.Workers.On("train", FakeRuns.Succeed);
        RunId first = await portal.QueuedRunAsync();
        RunId second = await portal.QueuedRunAsync();

        await portal.CarryOutAsync(second, Cancel);

        Assert.Empty(portal.Workers.Of("train"));
        Assert.Equal([first, second, first], portal.Trigger.Called);
    }

    [Fact]
    public async Task Runs_OnTwoDevices_TrainAtTheSameTime()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        TaskCompletionSource release = new();
        portal.Workers.On("train", FakeRuns.SucceedAfter(release.Task));
        RunId cpu = await portal.QueuedRunAsync("cpu");
        RunId cuda = await portal.QueuedRunAsync("cuda:0");

        Task first = await RunningAsync(portal, cpu, CancellationToken.None);
        Task second = await RunningAsync(portal, cuda, CancellationToken.None);
        release.SetResult();
        await Task.WhenAll(first, second);

        Assert.Equal(RunStatus.Succeeded, await portal.StatusAsync(cuda));
    }

    [Fact]
    public async Task Run_CalledTwice_IsCarriedOutOnce()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        portal.Workers.On("train", FakeRuns.Succeed);
        RunId run = await portal.QueuedRunAsync();

        await Task.WhenAll(portal.CarryOutAsync(run, Cancel), portal.CarryOutAsync(run, Cancel));
        await portal.CarryOutAsync(run, Cancel);

        Assert.Single(portal.Workers.Of("train"));
        Assert.Equal(RunStatus.Succeeded, await portal.StatusAsync(run));
    }

    [Fact]
    public async Task Run_CancelledWhileQueued_IsNeverStarted()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        portal.Workers.On("train", FakeRuns.Succeed);
        RunId run = await portal.QueuedRunAsync();
        await portal.Runs.CancelAsync(run, Cancel);

        await portal.CarryOutAsync(run, Cancel);

        Assert.Empty(portal.Workers.Of("train"));
        Assert.Equal(RunStatus.Cancelled, await portal.StatusAsync(run));
    }

    [Fact]
    public async Task Start_AfterAKill_InterruptsWhatTrainedAndCallsWhatWaited()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        RunId running = await portal.QueuedRunAsync();
        RunId cancelling = await portal.QueuedRunAsync();
        RunId queued = await portal.QueuedRunAsync();
        RunStatusStore statuses = portal.Get<RunStatusStore>();
        await statuses.MoveAsync(running, _ => RunStatus.Running, cancellationToken: Cancel);
        await statuses.MoveAsync(cancelling, _ => RunStatus.Running, cancellationToken: Cancel);
        await statuses.MoveAsync(cancelling, _ => RunStatus.Cancelling, cancellationToken: Cancel);

        await using TestPortal again = portal.StartAgain();
        await again.Get<StartupRecovery>().InterruptRunsAsync(Cancel);
        await again.Get<StartupRecovery>().WakeQueuedAsync(Cancel);

        Assert.Equal(RunStatus.Interrupted, await again.StatusAsync(running));
        Assert.Equal(RunStatus.Interrupted, await again.StatusAsync(cancelling));
        Assert.Equal([queued], again.Trigger.Called);
    }

    private static async Task<Task> RunningAsync(TestPortal portal, RunId run, CancellationToken shutdown)
    {
        IAsyncEnumerable<RunUpdate> updates = portal.Runs.WatchAsync(run, Cancel);
        Task carrying = Task.Run(() => portal.CarryOutAsync(run, shutdown), Cancel);
        await updates.FirstAsync(u => u.Event is RunStarted, Cancel);
        return carrying;
    }
}
