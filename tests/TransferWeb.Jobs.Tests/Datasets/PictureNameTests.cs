using System.Text;
using TransferWeb.Jobs.Datasets;

namespace TransferWeb.Jobs.Tests.Datasets;

public sealed class PictureNameTests
{
    [Theory]
    [InlineData("1.jpg", "1.jpg")]
    [InlineData("Käfer 7.JPG", "Käfer 7.JPG")]
    [InlineData("甲虫.png", "甲虫.png")]
    [InlineData("a:b?.jpg", "a_b_.jpg")]
    [InlineData("line\nbreak.jpg", "line_break.jpg")]
    [InlineData("  padded .jpg ", "padded.jpg")]
    [InlineData("dots...", "dots")]
    [InlineData("   ", "unnamed")]
    [InlineData(".jpg", "unnamed.jpg")]
    [InlineData("CON.jpg", "_CON.jpg")]
    [InlineData("nul", "_nul")]
    [InlineData("com1.tar.jpg", "_com1.tar.jpg")]
    [InlineData("Concert.jpg", "Concert.jpg")]
    [InlineData("Cafe\u0301.jpg", "Café.jpg")]
    public void Clean_Name_IsFitForEveryFileSystem(string sent, string stored) => Assert.Equal(stored, PictureName.Clean(sent));

    [Theory]
    [InlineData('x')]
    [InlineData('甲')]
    public void Clean_VeryLongName_IsShortenedBetweenCharactersAndKeepsItsEnding(char letter)
    {
        string name = PictureName.Clean(new string(letter, 400) + ".jpeg");

        Assert.InRange(Encoding.UTF8.GetByteCount(name), PictureName.MaximumBytes - 3, PictureName.MaximumBytes);
        Assert.EndsWith($"{letter}.jpeg", name);
        Assert.DoesNotContain('\uFFFD', name);
    }

    [Fact]
    public void Clean_VeryLongEnding_IsShortenedToo() =>
        Assert.InRange(Encoding.UTF8.GetByteCount(PictureName.Clean("a." + new string('b', 500))), 1, PictureName.MaximumBytes);

    [Fact]
    public void Numbered_LongName_StaysWithinTheLimit()
    {
        string name = PictureName.Clean(new string('x', 400) + ".jpg");

        string numbered = PictureName.Numbered(name, 12);

        Assert.EndsWith("x (12).jpg", numbered);
        Assert.InRange(Encoding.UTF8.GetByteCount(numbered), 1, PictureName.MaximumBytes);
    }
}
