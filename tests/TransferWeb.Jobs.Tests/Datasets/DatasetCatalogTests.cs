using TransferWeb.Core;
using TransferWeb.Core.Datasets;
using TransferWeb.Core.Metrics;
using TransferWeb.Core.Portal;
using TransferWeb.Jobs.Datasets;
using TransferWeb.Storage.Files;

namespace TransferWeb.Jobs.Tests.Datasets;

public sealed class DatasetCatalogTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Check_OfUploadedPictures_EndsReadyWithARevision()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        DatasetId id = await portal.Datasets.CreateAsync("  Beetles ", "plants", Cancel);
        await portal.Datasets.AddArchiveAsync(
            id,
            Zips.Of([
                ("a/bad.jpg", "bad"),
                .. Enumerable.Range(0, 20).Select(i => ($"{(i % 2 == 0 ? "a" : "b")}/{i}.jpg", $"{i}")),
            ]),
            Cancel
        );

        await portal.Datasets.StartCheckAsync(id, Cancel);
        DatasetProgress[] seen = await portal.Datasets.WatchAsync(id, Cancel).ToArrayAsync(Cancel);

        Assert.Equal((DatasetStatus.Ready, 21, 21), (seen[^1].Status, seen[^1].Done, seen[^1].Total));
        Assert.All(seen[..^1], p => Assert.Equal(DatasetStatus.Checking, p.Status));
        DatasetDetails details = (await portal.Datasets.FindAsync(id, Cancel))!;
        Assert.Equal(("Beetles", 1, 20, "Somebody"), (details.Name, details.Revision, details.Pictures, details.Owner));
        Assert.Equal(["a/bad.jpg"], details.Problems.Select(p => p.Path));
        DatasetSummary summary = Assert.Single(await portal.Datasets.ListAsync(Cancel));
        Assert.Equal((20, 2, "a/0.jpg"), (summary.Pictures, summary.Classes, summary.CoverPath));
        Assert.NotNull(portal.Datasets.ThumbnailFile(id, "a/0.jpg"));
        Assert.Null(portal.Datasets.ThumbnailFile(id, "../../secret"));
        SplitFile split = (await AtomicFile.ReadJsonAsync<SplitFile>(portal.Folder.RevisionSplit(id, 1), Cancel))!;
        DatasetRevision revision = (await portal.Datasets.RevisionAsync(id, Cancel))!;
        Assert.Equal(revision.Samples.Where(s => s.Split == Split.Validation).Select(s => s.Path), split.Validation);
        Assert.Equal(20, split.Train.Count + split.Validation.Count + split.Test!.Count);
    }

    [Fact]
    public async Task Check_AfterMorePictures_MakesTheNextRevisionAndKeepsTheFirst()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        DatasetId id = await portal.ReadyDatasetAsync();
        await portal.Datasets.AddArchiveAsync(id, Zips.Of(("a/more.jpg", "more")), Cancel);

        await portal.Datasets.StartCheckAsync(id, Cancel);
        await portal.Datasets.WatchAsync(id, Cancel).LastAsync(Cancel);

        Assert.Equal(2, (await portal.Datasets.FindAsync(id, Cancel))!.Revision);
        Assert.Equal(21, (await portal.Datasets.RevisionAsync(id, Cancel))!.Samples.Count);
        Assert.Equal(20, (await portal.Get<RevisionStore>().ReadAsync(id, 1, Cancel))!.Samples.Count);
    }

    [Fact]
    public async Task Check_WhoseWorkerFails_EndsUnusableWithItsSentence()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        portal.Workers.On("inspect", FakeWorkers.Fail("The disk cannot be read."));
        DatasetId id = await portal.Datasets.CreateAsync("A", null, Cancel);
        await portal.Datasets.AddFileAsync(id, new MemoryStream([1]), "a/1.jpg", Cancel);

        await portal.Datasets.StartCheckAsync(id, Cancel);
        DatasetProgress last = await portal.Datasets.WatchAsync(id, Cancel).LastAsync(Cancel);

        Assert.Equal(DatasetStatus.Unusable, last.Status);
        Assert.Contains("The disk cannot be read.", last.Message);
        Assert.Equal(DatasetStatus.Unusable, (await portal.Datasets.FindAsync(id, Cancel))!.Status);
        Assert.Empty(portal.Staged());
    }

    [Fact]
    public async Task Check_WhileOneIsGoingOn_IsRefusedAndSoAreUploads()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        TaskCompletionSource release = new();
        portal.Workers.On(
            "inspect",
            async worker =>
            {
                await release.Task;
                worker.End(1);
            }
        );
        DatasetId id = await portal.Datasets.CreateAsync("A", null, Cancel);
        await portal.Datasets.AddFileAsync(id, new MemoryStream([1]), "a/1.jpg", Cancel);
        await portal.Datasets.StartCheckAsync(id, Cancel);

        Assert.Equal(RefusalKind.Conflict, await RefusalAsync(() => portal.Datasets.StartCheckAsync(id, Cancel)));
        Assert.Equal(
            RefusalKind.Conflict,
            await RefusalAsync(() => portal.Datasets.AddFileAsync(id, new MemoryStream([1]), "a/2.jpg", Cancel))
        );
        Assert.Equal(
            RefusalKind.Conflict,
            await RefusalAsync(() => portal.Datasets.AddArchiveAsync(id, Zips.Of(("a/2.jpg", "x")), Cancel))
        );
        release.SetResult();
        await portal.Datasets.WatchAsync(id, Cancel).LastAsync(Cancel);
        await portal.Datasets.AddFileAsync(id, new MemoryStream([1]), "a/2.jpg", Cancel);
    }

    [Fact]
    public async Task Check_CutOffByAStop_IsTakenUpAtTheNextStart()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        DatasetId id = await portal.Datasets.CreateAsync("A", null, Cancel);
        await portal.Datasets.AddArchiveAsync(
            id,
            Zips.Of([.. Enumerable.Range(0, 20).Select(i => ($"{(i % 2 == 0 ? "a" : "b")}/{i}.jpg", $"{i}"))]),
            Cancel
        );
        portal.Workers.On("inspect", async worker => await worker.HearAsync());
        await portal.Datasets.StartCheckAsync(id, Cancel);
        await portal.Get<DatasetChecker>().DisposeAsync();
        Assert.Equal(DatasetStatus.Checking, (await portal.Datasets.FindAsync(id, Cancel))!.Status);

        await using TestPortal again = portal.StartAgain();
        await again.Get<DatasetChecker>().ResumeAsync(Cancel);
        DatasetProgress last = await again.Datasets.WatchAsync(id, Cancel).LastAsync(Cancel);

        Assert.Equal(DatasetStatus.Ready, last.Status);
    }

    [Fact]
    public async Task Check_WithoutPictures_IsRefused()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        DatasetId id = await portal.Datasets.CreateAsync("A", null, Cancel);

        Assert.Equal(RefusalKind.Conflict, await RefusalAsync(() => portal.Datasets.StartCheckAsync(id, Cancel)));
        Assert.Equal(DatasetStatus.Empty, (await portal.Datasets.WatchAsync(id, Cancel).SingleAsync(Cancel)).Status);
    }

    [Fact]
    public async Task OpenSample_ByManyAtOnce_MakesOne()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();

        DatasetId[] ids = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => Task.Run(() => portal.Datasets.OpenSampleAsync(Cancel)))
        );
        DatasetProgress last = await portal.Datasets.WatchAsync(ids[0], Cancel).LastAsync(Cancel);

        Assert.Single(ids.Distinct());
        Assert.Equal(DatasetStatus.Ready, last.Status);
        Assert.True((await portal.Datasets.FindAsync(ids[0], Cancel))!.IsSample);
        Assert.Equal(16, portal.FilesIn(ids[0]).Length);
    }

    [Fact]
    public async Task OpenSample_WhoseWorkerFails_LeavesNothing()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        portal.Workers.On("sample", FakeWorkers.Fail("No libtorch was found."));

        RequestRefusedException refused = await Assert.ThrowsAsync<RequestRefusedException>(() =>
            portal.Datasets.OpenSampleAsync(Cancel)
        );

        Assert.Contains("No libtorch was found.", refused.Message);
        Assert.Empty(await portal.Datasets.ListAsync(Cancel));
        Assert.Empty(portal.Staged());
    }

    [Fact]
    public async Task Delete_WithFinishedRuns_RemovesPicturesAndKeepsRuns()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        RunId run = await portal.QueuedRunAsync();
        DatasetId id = (await portal.Runs.FindAsync(run, Cancel))!.Summary.Dataset!.Value;

        Assert.Equal(RefusalKind.Conflict, await RefusalAsync(() => portal.Datasets.DeleteAsync(id, Cancel)));
        await portal.Runs.CancelAsync(run, Cancel);
        await portal.Datasets.DeleteAsync(id, Cancel);

        Assert.Null(await portal.Datasets.FindAsync(id, Cancel));
        Assert.False(Directory.Exists(portal.Folder.Dataset(id)));
        Assert.Equal("Beetles", (await portal.Runs.FindAsync(run, Cancel))!.Summary.DatasetName);
        Assert.Equal(RefusalKind.Conflict, await RefusalAsync(() => portal.Runs.RestartAsync(run, Cancel)));
    }

    [Fact]
    public async Task Delete_WhileChecking_StopsTheCheck()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        portal.Workers.On("inspect", async worker => await worker.HearAsync());
        DatasetId id = await portal.Datasets.CreateAsync("A", null, Cancel);
        await portal.Datasets.AddFileAsync(id, new MemoryStream([1]), "a/1.jpg", Cancel);
        await portal.Datasets.StartCheckAsync(id, Cancel);

        await portal.Datasets.DeleteAsync(id, Cancel);

        Assert.Empty(await portal.Datasets.ListAsync(Cancel));
        Assert.False(portal.Get<DatasetChecker>().IsChecking(id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData(121)]
    public async Task Name_BlankOrTooLong_IsRefused(object given)
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        DatasetId id = await portal.Datasets.CreateAsync(new string('x', 120), null, Cancel);
        string name = given as string ?? new string('x', (int)given);

        Assert.Equal(RefusalKind.Invalid, await RefusalAsync(() => portal.Datasets.CreateAsync(name, null, Cancel)));
        Assert.Equal(RefusalKind.Invalid, await RefusalAsync(() => portal.Datasets.RenameAsync(id, name, Cancel)));
    }

    [Fact]
    public async Task Anything_OfADatasetThatIsNot_IsNotFound()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        DatasetId id = DatasetId.New();

        Assert.Null(await portal.Datasets.FindAsync(id, Cancel));
        Assert.Equal(RefusalKind.NotFound, await RefusalAsync(() => portal.Datasets.RenameAsync(id, "x", Cancel)));
        Assert.Equal(RefusalKind.NotFound, await RefusalAsync(() => portal.Datasets.DeleteAsync(id, Cancel)));
        Assert.Equal(RefusalKind.NotFound, await RefusalAsync(() => portal.Datasets.StartCheckAsync(id, Cancel)));
        Assert.Equal(RefusalKind.NotFound, await RefusalAsync(() => portal.Datasets.AddArchiveAsync(id, Stream.Null, Cancel)));
        Assert.Equal(RefusalKind.NotFound, await RefusalAsync(() => portal.Runs.EnqueueAsync(id, TestPortal.Spec(), Cancel)));
    }

    private static async Task<RefusalKind> RefusalAsync(Func<Task> action) =>
        (await Assert.ThrowsAsync<RequestRefusedException>(action)).Kind;
}
