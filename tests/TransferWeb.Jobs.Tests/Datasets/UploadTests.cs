using System.IO.Compression;
using System.Text;
using TransferWeb.Core;
using TransferWeb.Core.Datasets;
using TransferWeb.Core.Portal;
using TransferWeb.Jobs.Datasets;

namespace TransferWeb.Jobs.Tests.Datasets;

public sealed class UploadTests
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

    [Theory]
    [InlineData("../evil.jpg")]
    [InlineData("cat/../../evil.jpg")]
    [InlineData("..\\evil.jpg")]
    [InlineData("/etc/evil.jpg")]
    [InlineData("\\evil.jpg")]
    [InlineData("C:\\cat\\evil.jpg")]
    public async Task Archive_NameThatLeadsOut_IsLeftOutWithASentence(string name)
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        DatasetId id = await portal.Datasets.CreateAsync("A", null, Cancel);

        UploadReceipt receipt = await portal.Datasets.AddArchiveAsync(id, Zips.Of(("cat/1.jpg", "x"), (name, "evil")), Cancel);

        PictureProblem problem = Assert.Single(receipt.Refused);
        Assert.Equal((name, PictureProblemKind.Unsafe, true), (problem.Path, problem.Kind, problem.LeftOut));
        Assert.Contains("leads out", problem.Sentence);
        Assert.Equal(["cat/1.jpg"], portal.FilesIn(id));
        Assert.DoesNotContain(
            Directory.GetFiles(portal.Folder.Root, "*", SearchOption.AllDirectories),
            f => f.Contains("evil", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(0xA1FF, "link")]
    [InlineData(0x11FF, "no ordinary file")]
    [InlineData(0x21FF, "no ordinary file")]
    public async Task Archive_LinkOrSpecialFile_IsLeftOutAndNeverMade(int mode, string sentence)
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        DatasetId id = await portal.Datasets.CreateAsync("A", null, Cancel);
        MemoryStream archive = Zips.Build(zip =>
        {
            Add(zip, "cat/1.jpg", "x");
            Add(zip, "cat/link.jpg", "/etc/passwd").ExternalAttributes = mode << 16;
        });

        UploadReceipt receipt = await portal.Datasets.AddArchiveAsync(id, archive, Cancel);

        Assert.Contains(sentence, Assert.Single(receipt.Refused).Sentence);
        Assert.Equal(["cat/1.jpg"], portal.FilesIn(id));
    }

    [Fact]
    public async Task Archive_LockedWithPassword_IsRefusedWithASentence()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        DatasetId id = await portal.Datasets.CreateAsync("A", null, Cancel);
        byte[] bytes = Zips.Of(("cat/1.jpg", "x")).ToArray();
        SetFlag(bytes, 0x0001);

        RequestRefusedException refused = await Assert.ThrowsAsync<RequestRefusedException>(() =>
            portal.Datasets.AddArchiveAsync(id, new MemoryStream(bytes), Cancel)
        );

        Assert.Contains("password", refused.Message);
        Assert.Empty(portal.Staged());
    }

    [Fact]
    public async Task Archive_TenGigabytesOfZeros_IsRefusedBeforeAnythingIsWritten()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        DatasetId id = await portal.Datasets.CreateAsync("A", null, Cancel);
        const long Claimed = 10_000_000_000;
        byte[] bytes = Bomb(claimed: Claimed, real: 64 << 20);

        RequestRefusedException refused = await Assert.ThrowsAsync<RequestRefusedException>(() =>
            portal.Datasets.AddArchiveAsync(id, new MemoryStream(bytes), Cancel)
        );

        Assert.Equal(RefusalKind.TooLarge, refused.Kind);
        Assert.Contains("9,537 MB", refused.Message);
        Assert.Equal(1, portal.Disk.Created); // The archive itself.
        Assert.Empty(portal.Staged());
        Assert.Empty(portal.FilesIn(id));
    }

    [Fact]
    public async Task Archive_ZerosUnderASmallClaimedSize_WritesNoMoreThanIsClaimed()
    {
        UploadLimits limits = new() { FileBytes = 1 << 20 };
        await using TestPortal portal = await TestPortal.CreateAsync(limits);
        DatasetId id = await portal.Datasets.CreateAsync("A", null, Cancel);
        byte[] bytes = Bomb(claimed: 100, real: 32 << 20);

        UploadReceipt receipt = await portal.Datasets.AddArchiveAsync(id, new MemoryStream(bytes), Cancel);

        Assert.Equal(3, receipt.FilesStored);
        Assert.All(
            portal.FilesIn(id),
            f => Assert.Equal(100 / 3, new FileInfo(Path.Combine(portal.Folder.Pictures(id), f)).Length)
        );
    }

    [Fact]
    public async Task Archive_ThatUnpacksAboveTheLimit_IsRefusedAndNothingStays()
    {
        await using TestPortal portal = await TestPortal.CreateAsync(new UploadLimits { UnpackedBytes = 1000 });
        DatasetId id = await portal.Datasets.CreateAsync("A", null, Cancel);
        MemoryStream archive = Zips.Of(("cat/1.jpg", new string('x', 600)), ("cat/2.jpg", new string('y', 600)));

        RequestRefusedException refused = await Assert.ThrowsAsync<RequestRefusedException>(() =>
            portal.Datasets.AddArchiveAsync(id, archive, Cancel)
        );

        Assert.Equal(RefusalKind.TooLarge, refused.Kind);
        Assert.Empty(portal.FilesIn(id));
        Assert.Empty(portal.Staged());
    }

    [Fact]
    public async Task Archive_WithTooManyFiles_IsRefused()
    {
        await using TestPortal portal = await TestPortal.CreateAsync(new UploadLimits { Files = 2 });
        DatasetId id = await portal.Datasets.CreateAsync("A", null, Cancel);

        RequestRefusedException refused = await Assert.ThrowsAsync<RequestRefusedException>(() =>
            portal.Datasets.AddArchiveAsync(id, Zips.Of(("a/1", "x"), ("a/2", "x"), ("a/3", "x")), Cancel)
        );

        Assert.Equal(
            (RefusalKind.TooLarge, true),
            (refused.Kind, refused.Message.Contains("3 entries", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task Archive_OneFileTooLarge_IsLeftOutAndTheRestStored()
    {
        await using TestPortal portal = await TestPortal.CreateAsync(new UploadLimits { FileBytes = 10 });
        DatasetId id = await portal.Datasets.CreateAsync("A", null, Cancel);

        UploadReceipt receipt = await portal.Datasets.AddArchiveAsync(
            id,
            Zips.Of(("cat/1.jpg", "small"), ("cat/2.jpg", "much larger than ten")),
            Cancel
        );

        Assert.Equal(("cat/2.jpg", PictureProblemKind.TooLarge), receipt.Refused.Select(p => (p.Path, p.Kind)).Single());
        Assert.Equal(["cat/1.jpg"], portal.FilesIn(id));
    }

    [Fact]
    public async Task Archive_LargerThanMayBeSent_IsRefusedWhileItArrives()
    {
        await using TestPortal portal = await TestPortal.CreateAsync(new UploadLimits { ArchiveBytes = 1 << 20 });
        DatasetId id = await portal.Datasets.CreateAsync("A", null, Cancel);
        await using CountedStream endless = new(long.MaxValue);

        RequestRefusedException refused = await Assert.ThrowsAsync<RequestRefusedException>(() =>
            portal.Datasets.AddArchiveAsync(id, endless, Cancel)
        );

        Assert.Equal(RefusalKind.TooLarge, refused.Kind);
        Assert.InRange(endless.Given, 1 << 20, 2 << 20);
        Assert.Empty(portal.Staged());
    }

    [Fact]
    public async Task Archive_CutInTheMiddle_LeavesNothing()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        DatasetId id = await portal.Datasets.CreateAsync("A", null, Cancel);
        await using CountedStream cut = new(100_000, cutOff: true);

        await Assert.ThrowsAsync<IOException>(() => portal.Datasets.AddArchiveAsync(id, cut, Cancel));

        Assert.Empty(portal.Staged());
        Assert.Empty(portal.FilesIn(id));
    }

    [Fact]
    public async Task Archive_FirstHalfOfAZip_IsRefusedWithASentence()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        DatasetId id = await portal.Datasets.CreateAsync("A", null, Cancel);
        byte[] whole = Zips.Of(("cat/1.jpg", new string('x', 5000)), ("dog/1.jpg", "y")).ToArray();

        RequestRefusedException refused = await Assert.ThrowsAsync<RequestRefusedException>(() =>
            portal.Datasets.AddArchiveAsync(id, new MemoryStream(whole[..(whole.Length / 2)]), Cancel)
        );

        Assert.Equal(RefusalKind.Invalid, refused.Kind);
        Assert.Contains("not a zip archive", refused.Message);
        Assert.Empty(portal.FilesIn(id));
    }

    [Fact]
    public async Task Archive_OnAFullDisk_SaysSoAndLeavesNothing()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        DatasetId id = await portal.Datasets.CreateAsync("A", null, Cancel);
        portal.Disk.IsFull = true;

        RequestRefusedException refused = await Assert.ThrowsAsync<RequestRefusedException>(() =>
            portal.Datasets.AddArchiveAsync(id, Zips.Of(("cat/1.jpg", "x")), Cancel)
        );

        Assert.Equal(RefusalKind.NoSpace, refused.Kind);
        Assert.Contains("disk is full", refused.Message);
        Assert.Empty(portal.Staged());
        Assert.Empty(portal.FilesIn(id));
    }

    [Fact]
    public async Task Archive_ThatNeedsMoreThanIsFree_IsRefusedBeforeItIsUnpacked()
    {
        await using TestPortal portal = await TestPortal.CreateAsync(new UploadLimits { ReserveBytes = 1000 });
        DatasetId id = await portal.Datasets.CreateAsync("A", null, Cancel);
        portal.Disk.FreeBytes = 2000;

        RequestRefusedException refused = await Assert.ThrowsAsync<RequestRefusedException>(() =>
            portal.Datasets.AddArchiveAsync(id, Zips.Of(("cat/1.jpg", new string('x', 1500))), Cancel)
        );

        Assert.Equal(RefusalKind.NoSpace, refused.Kind);
        Assert.Equal(1, portal.Disk.Created);
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

    [Fact]
    public async Task File_UnderItsClass_IsStored()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        DatasetId id = await portal.Datasets.CreateAsync("A", null, Cancel);

        UploadReceipt receipt = await portal.Datasets.AddFileAsync(id, new MemoryStream([1]), "cat/1.jpg", Cancel);
        await portal.Datasets.AddFileAsync(id, new MemoryStream([1]), "cat/.DS_Store", Cancel);

        Assert.Equal(1, receipt.FilesStored);
        Assert.Equal(["cat/1.jpg"], portal.FilesIn(id));
    }

    [Theory]
    [InlineData("../cat/1.jpg", RefusalKind.Invalid)]
    [InlineData("/cat/1.jpg", RefusalKind.Invalid)]
    [InlineData("", RefusalKind.Invalid)]
    [InlineData("1.jpg", RefusalKind.Invalid)]
    public async Task File_UnderAPathThatCannotBe_IsRefused(string path, RefusalKind kind)
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        DatasetId id = await portal.Datasets.CreateAsync("A", null, Cancel);

        RequestRefusedException refused = await Assert.ThrowsAsync<RequestRefusedException>(() =>
            portal.Datasets.AddFileAsync(id, new MemoryStream([1]), path, Cancel)
        );

        Assert.Equal(kind, refused.Kind);
        Assert.Empty(portal.FilesIn(id));
    }

    [Fact]
    public async Task File_TooLargeOrCut_LeavesNothing()
    {
        await using TestPortal portal = await TestPortal.CreateAsync(new UploadLimits { FileBytes = 1000 });
        DatasetId id = await portal.Datasets.CreateAsync("A", null, Cancel);

        RequestRefusedException refused = await Assert.ThrowsAsync<RequestRefusedException>(() =>
            portal.Datasets.AddFileAsync(id, new MemoryStream(new byte[1001]), "cat/1.jpg", Cancel)
        );
        await Assert.ThrowsAsync<IOException>(() =>
            portal.Datasets.AddFileAsync(id, new CountedStream(500, cutOff: true), "cat/1.jpg", Cancel)
        );

        Assert.Equal(RefusalKind.TooLarge, refused.Kind);
        Assert.Empty(portal.FilesIn(id));
        Assert.Empty(portal.Staged());
    }

    private static ZipArchiveEntry Add(ZipArchive zip, string name, string content)
    {
        ZipArchiveEntry entry = zip.CreateEntry(name);
        using Stream stream = entry.Open();
        stream.Write(Encoding.UTF8.GetBytes(content));
        return entry;
    }

    /// <summary>An archive of zeros whose listing claims another size than they have.</summary>
    private static byte[] Bomb(long claimed, int real)
    {
        byte[] bytes = Zips.Build(zip =>
            {
                for (int part = 0; part < 3; part++)
                {
                    using Stream entry = zip.CreateEntry($"cat/{part}.jpg", CompressionLevel.SmallestSize).Open();
                    entry.Write(new byte[real / 3]);
                }
            })
            .ToArray();
        foreach (int at in Signatures(bytes, 0x02014B50))
        {
            BitConverter.TryWriteBytes(bytes.AsSpan(at + 24), (uint)(claimed / 3));
        }

        return bytes;
    }

    private static void SetFlag(byte[] zip, ushort flag)
    {
        foreach (int at in Signatures(zip, 0x02014B50))
        {
            zip[at + 8] |= (byte)flag;
        }

        foreach (int at in Signatures(zip, 0x04034B50))
        {
            zip[at + 6] |= (byte)flag;
        }
    }

    private static IEnumerable<int> Signatures(byte[] bytes, uint signature) =>
        Enumerable.Range(0, bytes.Length - 4).Where(i => BitConverter.ToUInt32(bytes, i) == signature);

    private static void Replace(byte[] bytes, ReadOnlySpan<byte> old, ReadOnlySpan<byte> with)
    {
        for (int at; (at = bytes.AsSpan().IndexOf(old)) >= 0; )
        {
            with.CopyTo(bytes.AsSpan(at));
        }
    }
}

/// <summary>A body of so many bytes that may be cut off before its end; counts what was read of it.</summary>
internal sealed class CountedStream(long length, bool cutOff = false) : Stream
{
    public long Given { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => Given;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int given = (int)Math.Min(count, length - Given);
        if (given == 0 && cutOff)
        {
            throw new IOException("The connection was closed before the body ended.");
        }

        Given += given;
        return given;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
