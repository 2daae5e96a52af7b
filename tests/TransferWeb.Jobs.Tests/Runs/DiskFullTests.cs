using Microsoft.EntityFrameworkCore;
using TransferWeb.Core;
using TransferWeb.Core.Models;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;
using TransferWeb.Storage;

namespace TransferWeb.Jobs.Tests.Runs;

/// <summary>What a portal makes of a full disk: its workers', and its own.</summary>
public sealed class DiskFullTests
{
    private const string Sentence = "The disk is full: last.safetensors needs 2 MB. Make room there and start the run again.";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_ThatFillsTheDiskAfterACheckpoint_IsPausedAndGoesOn()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        portal.Workers.On("train", worker => EndFull(worker));
        RunId run = await portal.QueuedRunAsync();
        string checkpoint = Path.Combine(portal.Folder.Run(run), RunFiles.LastCheckpoint);
        Directory.CreateDirectory(Path.GetDirectoryName(checkpoint)!);
        await File.WriteAllTextAsync(checkpoint, "-", Cancel);

        await portal.CarryOutAsync(run, Cancel);

        RunDetails details = (await portal.Runs.FindAsync(run, Cancel))!;
        Assert.Equal(
            (RunStatus.Interrupted, RunFailure.DiskFull, Sentence),
            (details.Summary.Status, details.Failure, details.FailureMessage)
        );
        Assert.Equal(Sentence, details.History[^1].Message);

        portal.Workers.On("train", FakeRuns.GoOn);
        await portal.Runs.RestartAsync(run, Cancel);
        await portal.CarryOutAsync(run, Cancel);

        Assert.Equal(RunStatus.Succeeded, await portal.StatusAsync(run));
        Assert.True(File.Exists(checkpoint));
    }

    [Fact]
    public async Task Run_ThatFillsTheDiskBeforeACheckpoint_FailsWithItsSentence()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        portal.Workers.On("train", worker => EndFull(worker));
        RunId run = await portal.QueuedRunAsync();

        await portal.CarryOutAsync(run, Cancel);

        RunDetails details = (await portal.Runs.FindAsync(run, Cancel))!;
        Assert.Equal((RunStatus.Failed, Sentence), (details.Summary.Status, details.FailureMessage));
    }

    [Fact]
    public async Task Run_WhoseStatusCannotBeWritten_HasItOnceThereIsRoom()
    {
        // Longer than the place the database's log may have left.
        string sentence = Sentence + new string('.', 1_000_000);
        using SmallDisk disk = Disk();
        await using TestPortal portal = await TestPortal.CreateAsync(disk);
        portal.Workers.On("train", worker => EndFull(worker, sentence, () => disk.Fill()));
        RunId run = await portal.QueuedRunAsync();

        Task carrying = portal.CarryOutAsync(run, CancellationToken.None);
        await Task.WhenAny(portal.StatusTrouble.Written, carrying);
        RunStatus meanwhile = await portal.StatusAsync(run);
        disk.Clear();
        await carrying;

        Assert.Equal(RunStatus.Running, meanwhile);
        RunDetails details = (await portal.Runs.FindAsync(run, Cancel))!;
        Assert.Equal((RunStatus.Failed, sentence), (details.Summary.Status, details.FailureMessage));
    }

    [Fact]
    public async Task Upload_OnADiskThatIsReallyFull_IsRefusedAndLeavesWhatWasThere()
    {
        using SmallDisk disk = Disk();
        await using TestPortal portal = await TestPortal.CreateAsync(disk);
        DatasetId id = await portal.Datasets.CreateAsync("A", null, Cancel);
        await portal.Datasets.AddArchiveAsync(id, Zips.Of(("cat/1.jpg", "x")), Cancel);
        string big = new('x', 100_000);
        disk.Fill(leave: 16_384);

        RequestRefusedException archive = await Assert.ThrowsAsync<RequestRefusedException>(() =>
            portal.Datasets.AddArchiveAsync(id, Zips.Of(("cat/2.jpg", big)), Cancel)
        );
        RequestRefusedException picture = await Assert.ThrowsAsync<RequestRefusedException>(() =>
            portal.Datasets.AddFileAsync(id, new MemoryStream(new byte[100_000]), "cat/3.jpg", Cancel)
        );

        Assert.Equal((RefusalKind.NoSpace, RefusalKind.NoSpace), (archive.Kind, picture.Kind));
        Assert.Empty(portal.Staged());
        Assert.Single(portal.FilesIn(id));

        disk.Clear();
        await portal.Datasets.AddArchiveAsync(id, Zips.Of(("cat/2.jpg", big)), Cancel);
        Assert.Equal(2, portal.FilesIn(id).Length);
    }

    [Fact]
    public async Task Enqueue_OnADiskThatIsReallyFull_QueuesNothingAndSaysThatItIsFull()
    {
        using SmallDisk disk = Disk();
        await using TestPortal portal = await TestPortal.CreateAsync(disk);
        DatasetId dataset = await portal.ReadyDatasetAsync();
        disk.Fill();

        Exception refused = await Assert.ThrowsAnyAsync<Exception>(() =>
            portal.Runs.EnqueueAsync(dataset, TestPortal.Spec(), Cancel)
        );

        Assert.True(FullDisk.IsCauseOf(refused), refused.ToString());
        await using PortalDb db = await portal.Get<IDbContextFactory<PortalDb>>().CreateDbContextAsync(Cancel);
        Assert.Equal(0, await db.Runs.CountAsync(Cancel));
    }

    private static SmallDisk Disk()
    {
        SmallDisk? disk = SmallDisk.TryMake(megabytes: 16);
        Assert.SkipWhen(disk is null, SmallDisk.Missing);
        return disk;
    }

    private static Task EndFull(FakeWorker worker, string sentence = Sentence, Action? beforeItsEnd = null)
    {
        worker.Say(new RunFailed(RunFailure.DiskFull, sentence));
        beforeItsEnd?.Invoke();
        worker.End(1);
        return Task.CompletedTask;
    }
}
