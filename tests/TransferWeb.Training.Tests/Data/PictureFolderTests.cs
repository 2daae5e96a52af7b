using TransferWeb.Core.Metrics;
using TransferWeb.Training.Data;

namespace TransferWeb.Training.Tests.Data;

public sealed class PictureFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void List_OfClassFolders_LabelsByTheTopFolder()
    {
        Touch("b/2.PNG", "b/deep/er/3.webp", "a/1.jpg", "a/.hidden.jpg", "c/.keep");

        PictureListing listing = PictureFolder.List(folder.Path);

        Assert.False(listing.HasSplits);
        Assert.Equal(["a", "b", "c"], listing.Classes);
        Assert.Equal(
            [("a/1.jpg", "a"), ("b/2.PNG", "b"), ("b/deep/er/3.webp", "b")],
            listing.Pictures.Select(p => (p.Path, p.Label))
        );
        Assert.All(listing.Pictures, p => Assert.Null(p.Split));
    }

    [Fact]
    public void List_OfSplitFolders_TakesTheirSplits()
    {
        Touch("train/a/1.jpg", "Valid/a/2.jpg", "test/b/3.jpg");

        PictureListing listing = PictureFolder.List(folder.Path);

        Assert.True(listing.HasSplits);
        Assert.Equal(["a", "b"], listing.Classes);
        Assert.Equal(
            [("Valid/a/2.jpg", Split.Validation), ("test/b/3.jpg", Split.Test), ("train/a/1.jpg", Split.Train)],
            listing.Pictures.Select(p => (p.Path, p.Split!.Value))
        );
    }

    [Fact]
    public void List_OfAClassCalledTrain_TakesItForAClass()
    {
        Touch("train/1.jpg", "tram/2.jpg");

        PictureListing listing = PictureFolder.List(folder.Path);

        Assert.False(listing.HasSplits);
        Assert.Equal(["train", "tram"], listing.Classes);
    }

    [Fact]
    public void List_OfStrayFiles_SaysWhatBecameOfThem()
    {
        Touch("a/1.jpg", "stray.jpg", "a/notes.txt", "a/desktop.ini");

        PictureListing listing = PictureFolder.List(folder.Path);

        Assert.Equal(["a/notes.txt", "stray.jpg"], listing.Problems.Select(p => p.Path));
        Assert.All(listing.Problems, p => Assert.True(p.LeftOut));
        Assert.Single(listing.Pictures);
    }

    private void Touch(params string[] paths)
    {
        foreach (string path in paths)
        {
            string full = folder.Combine(path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, "");
        }
    }
}
