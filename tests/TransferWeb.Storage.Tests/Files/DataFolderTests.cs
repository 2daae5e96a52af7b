using TransferWeb.Storage.Files;

namespace TransferWeb.Storage.Tests.Files;

public sealed class DataFolderTests
{
    [Theory]
    [InlineData("../secret.jpg")]
    [InlineData("cat/../../secret.jpg")]
    [InlineData("/etc/hostname")]
    [InlineData("")]
    [InlineData("cat")]
    [InlineData("cat/none.jpg")]
    [InlineData("cat/a\0.jpg")]
    public void FindInside_PathThatLeadsOutOrNowhere_IsNull(string path)
    {
        using TemporaryFolder folder = Filled();

        Assert.Null(DataFolder.FindInside(folder.Combine("pictures"), path));
    }

    [Fact]
    public void FindInside_FileBelow_IsItsPath()
    {
        using TemporaryFolder folder = Filled();

        Assert.Equal(folder.Combine("pictures", "cat", "a.jpg"), DataFolder.FindInside(folder.Combine("pictures"), "cat/a.jpg"));
    }

    [Fact]
    public void FindInside_Link_IsNull()
    {
        using TemporaryFolder folder = Filled();
        File.CreateSymbolicLink(folder.Combine("pictures", "cat", "link.jpg"), folder.Combine("secret.jpg"));

        Assert.Null(DataFolder.FindInside(folder.Combine("pictures"), "cat/link.jpg"));
    }

    [Fact]
    public void Prepare_WithUploadsLeftOver_RemovesThemOnly()
    {
        using TemporaryFolder folder = new();
        DataFolder data = new(folder.Combine("data"));
        data.Prepare();
        File.WriteAllText(Path.Combine(data.Uploads, "half.zip"), "x");
        File.WriteAllText(data.Database, "x");

        data.Prepare();

        Assert.Empty(Directory.GetFileSystemEntries(data.Uploads));
        Assert.True(File.Exists(data.Database));
    }

    [Fact]
    public void Lock_TakenTwice_IsRefusedUntilItIsGivenBack()
    {
        using TemporaryFolder folder = new();
        DataFolder data = new(folder.Combine("data"));

        using (data.Lock())
        {
            Assert.Contains("Another portal", Assert.Throws<IOException>(data.Lock).Message);
        }

        data.Lock().Dispose();
    }

    private static TemporaryFolder Filled()
    {
        TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.Combine("pictures", "cat"));
        File.WriteAllText(folder.Combine("pictures", "cat", "a.jpg"), "x");
        File.WriteAllText(folder.Combine("secret.jpg"), "x");
        return folder;
    }
}
