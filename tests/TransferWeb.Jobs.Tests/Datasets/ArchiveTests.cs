using TransferWeb.Core;
using TransferWeb.Core.Datasets;
using TransferWeb.Core.Portal;
using TransferWeb.Jobs.Datasets;

namespace TransferWeb.Jobs.Tests.Datasets;

/// <summary>Archives of pictures as people make them.</summary>
public sealed class ArchiveTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Archive_ClassFolders_AreStored()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        DatasetId id = await portal.Datasets.CreateAsync("A", null, Cancel);

        UploadReceipt receipt = await portal.Datasets.AddArchiveAsync(
            id,
            Zips.Of(("cat/1.jpg", "x"), ("dog/1.jpg", "y")),
            Cancel
        );

        Assert.Equal(2, receipt.FilesStored);
        Assert.Empty(receipt.Refused);
        Assert.Equal(["cat/1.jpg", "dog/1.jpg"], portal.FilesIn(id));
        Assert.Empty(portal.Staged());
    }

    [Fact]
    public async Task Archive_Junk_IsIgnoredSilently()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        DatasetId id = await portal.Datasets.CreateAsync("A", null, Cancel);
        MemoryStream archive = Zips.Of(
            ("cat/", ""),
            ("cat/1.jpg", "x"),
            ("cat/.DS_Store", "x"),
            ("cat/Thumbs.db", "x"),
            ("__MACOSX/cat/._1.jpg", "x")
        );

        UploadReceipt receipt = await portal.Datasets.AddArchiveAsync(id, archive, Cancel);

        Assert.Equal((1, 0), (receipt.FilesStored, receipt.Refused.Count));
        Assert.Equal(["cat/1.jpg"], portal.FilesIn(id));
    }

    [Fact]
    public async Task Archive_FilesWithoutAClass_AreRefusedWithASentence()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        DatasetId id = await portal.Datasets.CreateAsync("A", null, Cancel);

        RequestRefusedException refused = await Assert.ThrowsAsync<RequestRefusedException>(() =>
            portal.Datasets.AddArchiveAsync(id, Zips.Of(("1.jpg", "x"), ("2.jpg", "y")), Cancel)
        );

        Assert.Contains("no class folder", refused.Message);
        Assert.Contains("1.jpg", refused.Message);
    }

    [Fact]
    public async Task Archive_SameNameWithOtherBytes_GetsANumberAndANote()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        DatasetId id = await portal.Datasets.CreateAsync("A", null, Cancel);
        await portal.Datasets.AddArchiveAsync(id, Zips.Of(("cat/1.jpg", "first")), Cancel);

        UploadReceipt receipt = await portal.Datasets.AddArchiveAsync(id, Zips.Of(("cat/1.jpg", "second")), Cancel);
        await portal.Datasets.AddArchiveAsync(id, Zips.Of(("cat/1.jpg", "first")), Cancel);

        PictureProblem note = Assert.Single(receipt.Refused);
        Assert.Equal((PictureProblemKind.Renamed, false, "Stored as cat/1 (2).jpg."), (note.Kind, note.LeftOut, note.Sentence));
        Assert.Equal(["cat/1 (2).jpg", "cat/1.jpg"], portal.FilesIn(id));
    }

    [Fact]
    public async Task Archive_NamesInCodePage437AndUnmarkedUtf8_AreReadAsMeant()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        DatasetId id = await portal.Datasets.CreateAsync("A", null, Cancel);
        byte[] dos = Zips.Of(("K?fer/1.jpg", "x")).ToArray();
        Replace(dos, "K?fer"u8, [(byte)'K', 0x84, (byte)'f', (byte)'e', (byte)'r']);
        byte[] mac = Zips.Of(("Ka??fer/2.jpg", "y")).ToArray();
        Replace(mac, "Ka??fer"u8, "Ka\u0308fer"u8);

        await portal.Datasets.AddArchiveAsync(id, new MemoryStream(dos), Cancel);
        await portal.Datasets.AddArchiveAsync(id, new MemoryStream(mac), Cancel);

        Assert.Equal(["Käfer/1.jpg", "Käfer/2.jpg"], portal.FilesIn(id));
    }

    [Fact]
    public async Task Archive_SplitFoldersBesideClassFolders_IsRefused()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        DatasetId id = await portal.Datasets.CreateAsync("A", null, Cancel);
        await portal.Datasets.AddArchiveAsync(id, Zips.Of(("cat/1.jpg", "x")), Cancel);

        RequestRefusedException refused = await Assert.ThrowsAsync<RequestRefusedException>(() =>
            portal.Datasets.AddArchiveAsync(id, Zips.Of(("train/cat/1.jpg", "x"), ("val/cat/2.jpg", "y")), Cancel)
        );

        Assert.Equal(RefusalKind.Conflict, refused.Kind);
        Assert.Equal(["cat/1.jpg"], portal.FilesIn(id));
    }

    [Fact]
    public async Task Archives_TwoAtOnce_LoseNothing()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        DatasetId id = await portal.Datasets.CreateAsync("A", null, Cancel);
        (string, string)[] Files(string who) => [.. Enumerable.Range(0, 50).Select(i => ($"cat/{i}.jpg", $"{who} {i}"))];

        await Task.WhenAll(
            Task.Run(() => portal.Datasets.AddArchiveAsync(id, Zips.Of(Files("one")), Cancel)),
            Task.Run(() => portal.Datasets.AddArchiveAsync(id, Zips.Of(Files("two")), Cancel))
        );

        string[] contents = [.. portal.FilesIn(id).Select(f => File.ReadAllText(Path.Combine(portal.Folder.Pictures(id), f)))];
        Assert.Equal(100, contents.Distinct().Count());
    }

    private static void Replace(byte[] bytes, ReadOnlySpan<byte> old, ReadOnlySpan<byte> with)
    {
        for (int at; (at = bytes.AsSpan().IndexOf(old)) >= 0; )
        {
            with.CopyTo(bytes.AsSpan(at));
        }
    }
}
