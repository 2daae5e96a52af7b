using System.IO.Compression;
using System.Text;
using TransferWeb.Core;
using TransferWeb.Core.Datasets;
using TransferWeb.Core.Portal;
using TransferWeb.Jobs.Datasets;

namespace TransferWeb.Jobs.Tests.Datasets;

/// <summary>Archives that lead out, swell, lie, break off or find no room.</summary>
public sealed class HostileArchiveTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

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
}
