using TransferWeb.Jobs.Datasets;

namespace TransferWeb.Jobs.Tests.Datasets;

public sealed class PictureLayoutTests
{
    [Theory]
    [InlineData("cat/1.jpg dog/2.jpg", "cat/1.jpg dog/2.jpg")]
    [InlineData("set/cat/1.jpg set/dog/2.jpg", "cat/1.jpg dog/2.jpg")]
    [InlineData("cat/1.jpg cat/2.jpg", "cat/1.jpg cat/2.jpg")]
    [InlineData("set/cat/1.jpg set/dog/2.jpg readme.txt", "cat/1.jpg dog/2.jpg -")]
    [InlineData("set/cat/1.jpg set/dog/2.jpg set/readme.txt", "cat/1.jpg dog/2.jpg -")]
    [InlineData("1.jpg 2.jpg", "- -")]
    [InlineData("cat/front/1.jpg dog/2.jpg", "cat/front_1.jpg dog/2.jpg")]
    [InlineData("train/cat/1.jpg val/cat/2.jpg test/cat/3.jpg", "train/cat/1.jpg val/cat/2.jpg test/cat/3.jpg")]
    [InlineData("set/Training/cat/1.jpg set/validation/cat/2.jpg", "train/cat/1.jpg val/cat/2.jpg")]
    [InlineData("train/cat/1.jpg train/dog/2.jpg", "train/cat/1.jpg train/dog/2.jpg")]
    [InlineData("train/1.jpg test/2.jpg", "train/1.jpg test/2.jpg")]
    [InlineData("train/cat/1.jpg other/2.jpg", "train/cat_1.jpg other/2.jpg")]
    [InlineData("set\\cat\\1.jpg set\\dog\\2.jpg", "cat/1.jpg dog/2.jpg")]
    [InlineData("./cat/1.jpg ./dog/2.jpg", "cat/1.jpg dog/2.jpg")]
    public void Arrange_FilesSentTogether_HaveTheirPlaces(string sent, string places)
    {
        IReadOnlyList<PictureLayout.Place> arranged = PictureLayout.Arrange(sent.Split(' '));

        Assert.Equal(places, string.Join(' ', arranged.Select(p => p.Target ?? "-")));
        Assert.All(arranged, p => Assert.False(p.Renamed));
    }

    [Theory]
    [InlineData("cat/1.jpg", "cat/1.jpg")]
    [InlineData("val/cat/1.jpg", "val/cat/1.jpg")]
    [InlineData("val/1.jpg", "val/1.jpg")]
    [InlineData("cat/front/1.jpg", "cat/front_1.jpg")]
    [InlineData("1.jpg", null)]
    public void ArrangeOne_File_HasItsPlace(string sent, string? place) =>
        Assert.Equal(place, PictureLayout.ArrangeOne(sent).Target);

    [Fact]
    public void Arrange_NameThatHadToChange_IsMarked() =>
        Assert.Equal([new PictureLayout.Place("cat?/1.jpg", "cat_/1.jpg", Renamed: true)], PictureLayout.Arrange(["cat?/1.jpg"]));
}
