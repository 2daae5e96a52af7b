using Bunit;
using TransferWeb.Core;
using TransferWeb.Core.Portal;
using TransferWeb.Web.Components.Controls;
using TransferWeb.Web.Live;

namespace TransferWeb.Web.Tests.Components;

public sealed class UploadPanelTests : PageTest
{
    private DatasetId? uploaded;

    private IRenderedComponent<UploadPanel> Panel() => Render<UploadPanel>(p => p.Add(x => x.OnUploaded, id => uploaded = id));

    [Fact]
    public async Task Upload_FirstFiles_MakeADataSetNamedAfterTheFolderAndAreChecked()
    {
        IRenderedComponent<UploadPanel> panel = Panel();
        IUploadListener listener = panel.Instance;

        string? address = await listener.PrepareAsync("flowers", 0);
        await listener.FinishedAsync(new(12, []));

        Assert.NotNull(uploaded);
        Assert.Equal($"/api/datasets/{uploaded}", address);
        Assert.Equal("flowers", (await Datasets.FindAsync(uploaded.Value, Xunit.TestContext.Current.CancellationToken))!.Name);
    }

    [Fact]
    public async Task Upload_UnderWay_SaysHowFarAndHowLong()
    {
        IRenderedComponent<UploadPanel> panel = Panel();

        await ((IUploadListener)panel.Instance).ProgressedAsync(new(3, 10, 3_000_000, 10_000_000, 14));

        Assert.Contains("3 of 10 files", panel.Markup, StringComparison.Ordinal);
        Assert.Contains("about 15 seconds left", panel.Markup, StringComparison.Ordinal);
        Assert.Equal("30.0", panel.Find(TestId("progress")).GetAttribute("aria-valuenow"));
    }

    [Fact]
    public async Task Upload_FilesWithoutAFolder_AskForTheirClassFirst()
    {
        IRenderedComponent<UploadPanel> panel = Panel();

        string? address = await ((IUploadListener)panel.Instance).PrepareAsync("", 5);

        Assert.Null(address);
        Assert.Contains("5 pictures have no folder", panel.Markup, StringComparison.Ordinal);
        Assert.True(panel.Find(TestId("loose-send")).HasAttribute("disabled"));
        panel.Find(TestId("loose-label")).Input("rose");
        Assert.False(panel.Find(TestId("loose-send")).HasAttribute("disabled"));
    }

    [Fact]
    public async Task Upload_CutOff_SaysSoAndOffersRetry()
    {
        IRenderedComponent<UploadPanel> panel = Panel();

        await ((IUploadListener)panel.Instance).StoppedAsync(
            "The connection to the portal was cut.",
            canRetry: true,
            filesStored: 0
        );

        Assert.Contains("was cut", panel.Find(TestId("error")).TextContent, StringComparison.Ordinal);
        Assert.NotNull(panel.Find(TestId("retry")));
    }

    [Fact]
    public async Task Upload_SomeRefused_IsSaidWhereTheDataSetIsShown()
    {
        IRenderedComponent<UploadPanel> panel = Panel();
        IUploadListener listener = panel.Instance;
        await listener.PrepareAsync("flowers", 0);

        await listener.FinishedAsync(new(11, [new("rose/x.txt", "x.txt is not a picture.")]));

        DatasetDetails set = (await Datasets.FindAsync(uploaded!.Value, Xunit.TestContext.Current.CancellationToken))!;
        IRenderedComponent<DatasetOverview> overview = Render<DatasetOverview>(p => p.Add(x => x.Dataset, set));
        Assert.Contains(
            "1 file was not taken: x.txt is not a picture.",
            overview.Find(TestId("refused-files")).TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Upload_NothingTaken_LeavesNoEmptyDataSetBehind()
    {
        IRenderedComponent<UploadPanel> panel = Panel();
        IUploadListener listener = panel.Instance;
        await listener.PrepareAsync("odd", 0);

        await listener.FinishedAsync(new(0, [new("../x.jpg", "x.jpg would leave its folder.")]));

        Assert.Null(uploaded);
        Assert.Empty(await Datasets.ListAsync(Xunit.TestContext.Current.CancellationToken));
        Assert.Contains("would leave its folder", panel.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upload_ArchiveRefused_SaysWhyAndLeavesNoEmptyDataSetBehind()
    {
        IRenderedComponent<UploadPanel> panel = Panel();
        IUploadListener listener = panel.Instance;
        await listener.PrepareAsync("odd", 0);

        await listener.StoppedAsync("The archive is damaged.", canRetry: false, filesStored: 0);

        Assert.Contains("The archive is damaged.", panel.Find(TestId("error")).TextContent, StringComparison.Ordinal);
        Assert.Empty(panel.FindAll(TestId("retry")));
        Assert.Empty(await Datasets.ListAsync(Xunit.TestContext.Current.CancellationToken));
    }
}
