using TransferWeb.Training.Pretraining;
using TransferWeb.Vision.Backbones;

namespace TransferWeb.Tests.Pretraining;

public sealed class PictureMakerTests
{
    [Fact]
    public void Draw_SameSeedAndNumber_GivesTheSamePictureAndLabels()
    {
        (byte[] first, PictureLabels labels) = Draw(seed: 5, number: 7);
        (byte[] second, PictureLabels again) = Draw(seed: 5, number: 7);
        (byte[] other, _) = Draw(seed: 6, number: 7);

        Assert.Equal(first, second);
        Assert.Equal(labels, again);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public void Draw_ManyPictures_ShowsEveryFamilyAndOverlayWithContrast()
    {
        int families = BackboneRegistry.PublishedClasses("transferweb_mini");
        HashSet<int> seenFamilies = [];
        HashSet<int> seenOverlays = [];
        int flat = 0;
        const int Pictures = 1200;
        for (int number = 0; number < Pictures; number++)
        {
            (byte[] pixels, PictureLabels labels) = Draw(seed: 1, number, side: 32);
            seenFamilies.Add(labels.Family);
            seenOverlays.Add(labels.Overlay);
            flat += pixels.Max() - pixels.Min() < 12 ? 1 : 0;
        }

        Assert.Equal(Enumerable.Range(0, families), seenFamilies.Order());
        Assert.Equal(Enumerable.Range(0, 7), seenOverlays.Order());
        Assert.InRange(flat, 0, Pictures / 50);
    }

    private static (byte[] Pixels, PictureLabels Labels) Draw(long seed, int number, int side = 64)
    {
        byte[] pixels = new byte[side * side * 3];
        PictureLabels labels = new PictureMaker(seed, side).Draw(number, difficulty: 1, pixels);
        return (pixels, labels);
    }
}
