using TransferWeb.Core;
using TransferWeb.Core.Datasets;
using TransferWeb.Core.Portal;
using TransferWeb.Jobs.Datasets;

namespace TransferWeb.Jobs.Tests.Datasets;

/// <summary>Pictures sent one by one.</summary>
public sealed class PictureUploadTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

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
}
