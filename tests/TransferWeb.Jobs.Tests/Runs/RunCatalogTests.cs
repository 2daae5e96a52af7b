using TransferWeb.Core;
using TransferWeb.Core.Models;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;
using TransferWeb.Jobs.Runs;
using TransferWeb.Storage.Files;

namespace TransferWeb.Jobs.Tests.Runs;

public sealed class RunCatalogTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Enqueue_OnAReadyDataset_FreezesTheSpecAndCallsTheJob()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();

        RunId run = await portal.QueuedRunAsync("auto");

        RunDetails details = (await portal.Runs.FindAsync(run, Cancel))!;
        DatasetId dataset = details.Summary.Dataset!.Value;
        Assert.Equal(
            (RunStatus.Queued, 1, "Beetles"),
            (details.Summary.Status, details.Summary.QueuePosition, details.Summary.DatasetName)
        );
        Assert.Equal(
            ("cpu", portal.Folder.Pictures(dataset), portal.Folder.RevisionSplit(dataset, 1)),
            (details.Spec.Device, details.Spec.Data.Folder, details.Spec.Data.SplitFile)
        );
        Assert.Equal(
            details.Spec,
            await AtomicFile.ReadJsonAsync<RunSpec>(Path.Combine(portal.Folder.Run(run), RunFiles.Spec), Cancel)
        );
        Assert.Equal([run], portal.Trigger.Called);
        Assert.Equal([RunStatus.Queued], details.History.Select(c => c.Status));
    }

    [Fact]
    public async Task Enqueue_SpecWithErrors_IsRefusedWithAllOfThem()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        DatasetId dataset = await portal.ReadyDatasetAsync();
        RunSpec spec = TestPortal.Spec() with
        {
            Backbone = "",
            Training = new TrainingSpec { Epochs = -3 },
        };

        RequestRefusedException refused = await Assert.ThrowsAsync<RequestRefusedException>(() =>
            portal.Runs.EnqueueAsync(dataset, spec, Cancel)
        );

        Assert.Equal(RefusalKind.Invalid, refused.Kind);
        Assert.Contains("-3", refused.Message);
        Assert.Contains("backbone", refused.Message);
        Assert.Empty(await portal.Runs.ListAsync(Cancel));
        Assert.Empty(Directory.GetDirectories(Path.Combine(portal.Folder.Root, "runs")));
    }

    [Fact]
    public async Task Enqueue_OnSeveralDevices_IsRefused()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        DatasetId dataset = await portal.ReadyDatasetAsync();

        RequestRefusedException refused = await Assert.ThrowsAsync<RequestRefusedException>(() =>
            portal.Runs.EnqueueAsync(dataset, TestPortal.Spec("cuda:0,cuda:1"), Cancel)
        );

        Assert.Equal(RefusalKind.Invalid, refused.Kind);
        Assert.Contains("one device", refused.Message);
        Assert.Empty(await portal.Runs.ListAsync(Cancel));
    }

    [Fact]
    public async Task Enqueue_OnADatasetWithoutRevision_IsRefused()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        DatasetId dataset = await portal.Datasets.CreateAsync("Empty", null, Cancel);

        RequestRefusedException refused = await Assert.ThrowsAsync<RequestRefusedException>(() =>
            portal.Runs.EnqueueAsync(dataset, TestPortal.Spec(), Cancel)
        );

        Assert.Equal(RefusalKind.Conflict, refused.Kind);
    }

    [Fact]
    public async Task List_OfWaitingRuns_CountsPositionsOnEachDevice()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        RunId first = await portal.QueuedRunAsync();
        RunId other = await portal.QueuedRunAsync("cuda:0");
        RunId second = await portal.QueuedRunAsync();

        IReadOnlyList<RunSummary> runs = await portal.Runs.ListAsync(Cancel);

        Assert.Equal([(second, 2), (other, 1), (first, 1)], runs.Select(r => (r.Id, r.QueuePosition!.Value)));
    }

    [Theory]
    [InlineData(RunStatus.Queued, RunStatus.Cancelled)]
    [InlineData(RunStatus.Running, RunStatus.Cancelling)]
    [InlineData(RunStatus.Cancelling, null)]
    [InlineData(RunStatus.Succeeded, null)]
    [InlineData(RunStatus.Failed, null)]
    [InlineData(RunStatus.Cancelled, null)]
    [InlineData(RunStatus.Interrupted, null)]
    public async Task Cancel_InEveryStatus_StopsOrIsRefused(RunStatus present, RunStatus? after)
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        RunId run = await portal.QueuedRunAsync();
        await BringToAsync(portal, run, present);

        if (after is { } expected)
        {
            await portal.Runs.CancelAsync(run, Cancel);
            Assert.Equal(expected, await portal.StatusAsync(run));
        }
        else
        {
            RequestRefusedException refused = await Assert.ThrowsAsync<RequestRefusedException>(() =>
                portal.Runs.CancelAsync(run, Cancel)
            );
            Assert.Equal(RefusalKind.Conflict, refused.Kind);
            Assert.Equal(present, await portal.StatusAsync(run));
        }
    }

    [Theory]
    [InlineData(RunStatus.Queued, false)]
    [InlineData(RunStatus.Running, false)]
    [InlineData(RunStatus.Cancelling, false)]
    [InlineData(RunStatus.Succeeded, false)]
    [InlineData(RunStatus.Failed, true)]
    [InlineData(RunStatus.Cancelled, true)]
    [InlineData(RunStatus.Interrupted, true)]
    public async Task Restart_InEveryStatus_QueuesOrIsRefused(RunStatus present, bool restarts)
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        RunId run = await portal.QueuedRunAsync();
        await BringToAsync(portal, run, present);

        if (restarts)
        {
            await portal.Runs.RestartAsync(run, Cancel);
            Assert.Equal(RunStatus.Queued, await portal.StatusAsync(run));
            Assert.Equal([run, run], portal.Trigger.Called);
        }
        else
        {
            RequestRefusedException refused = await Assert.ThrowsAsync<RequestRefusedException>(() =>
                portal.Runs.RestartAsync(run, Cancel)
            );
            Assert.Equal(RefusalKind.Conflict, refused.Kind);
            Assert.Equal(present, await portal.StatusAsync(run));
        }
    }

    [Fact]
    public async Task Cancel_ByTwoAtOnce_IsDoneOnce()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        RunId run = await portal.QueuedRunAsync();
        await BringToAsync(portal, run, RunStatus.Running);

        Exception?[] outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 2)
                .Select(_ => Task.Run(async () => await Record.ExceptionAsync(() => portal.Runs.CancelAsync(run, Cancel))))
        );

        Assert.Equal(
            RefusalKind.Conflict,
            Assert.IsType<RequestRefusedException>(Assert.Single(outcomes, o => o is not null)).Kind
        );
        RunDetails details = (await portal.Runs.FindAsync(run, Cancel))!;
        Assert.Equal([RunStatus.Queued, RunStatus.Running, RunStatus.Cancelling], details.History.Select(c => c.Status));
    }

    [Fact]
    public async Task Anything_OfARunThatIsNot_IsNotFound()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        RunId run = RunId.New();

        Assert.Null(await portal.Runs.FindAsync(run, Cancel));
        Assert.Null(await portal.Runs.SnapshotAsync(run, Cancel));
        Assert.Null(await portal.Runs.EvaluationAsync(run, Cancel));
        Assert.Equal(
            RefusalKind.NotFound,
            (await Assert.ThrowsAsync<RequestRefusedException>(() => portal.Runs.CancelAsync(run, Cancel))).Kind
        );
        Assert.Equal(
            RefusalKind.NotFound,
            (await Assert.ThrowsAsync<RequestRefusedException>(() => portal.Runs.RestartAsync(run, Cancel))).Kind
        );
    }

    [Fact]
    public async Task Move_ThatIsIllegal_ThrowsAndChangesNothing()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        RunId run = await portal.QueuedRunAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            portal.Get<RunStatusStore>().MoveAsync(run, _ => RunStatus.Succeeded, cancellationToken: Cancel)
        );

        RunDetails details = (await portal.Runs.FindAsync(run, Cancel))!;
        Assert.Equal((RunStatus.Queued, 1), (details.Summary.Status, details.History.Count));
    }

    [Fact]
    public async Task Devices_AskedOften_AreMeasuredOnce()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();

        IReadOnlyList<DeviceInfo>[] answers = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Task.Run(() => portal.Runs.DevicesAsync(Cancel)))
        );

        Assert.All(answers, a => Assert.Equal("cpu", Assert.Single(a).Name));
        Assert.Single(portal.Workers.Of("devices"));
    }

    [Fact]
    public async Task Devices_WhereTheWorkerFails_IsUnavailableWithItsSentenceAndAskedAgain()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        portal.Workers.On("devices", FakeWorkers.Fail("libtorch was not found."));

        RequestRefusedException refused = await Assert.ThrowsAsync<RequestRefusedException>(() =>
            portal.Runs.DevicesAsync(Cancel)
        );
        portal.Workers.On("devices", FakeWorkers.Answer("[]"));

        Assert.Equal(RefusalKind.Unavailable, refused.Kind);
        Assert.Contains("libtorch was not found.", refused.Message);
        Assert.Empty(await portal.Runs.DevicesAsync(Cancel));
    }

    [Fact]
    public async Task Devices_AnswerThatIsNoJson_IsUnavailable()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        portal.Workers.On("devices", FakeWorkers.Answer("surprise"));

        Assert.Equal(
            RefusalKind.Unavailable,
            (await Assert.ThrowsAsync<RequestRefusedException>(() => portal.Runs.DevicesAsync(Cancel))).Kind
        );
    }

    private static async Task BringToAsync(TestPortal portal, RunId run, RunStatus status)
    {
        RunStatus[] path = status switch
        {
            RunStatus.Queued => [],
            RunStatus.Cancelled => [RunStatus.Cancelled],
            RunStatus.Running => [RunStatus.Running],
            _ => [RunStatus.Running, status],
        };
        foreach (RunStatus next in path)
        {
            await portal.Get<RunStatusStore>().MoveAsync(run, _ => next, cancellationToken: Cancel);
        }
    }
}
