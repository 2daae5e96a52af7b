using TransferWeb.Training.Data;
using TransferWeb.Vision.Imaging;

namespace TransferWeb.Training.Tests.Data;

public sealed class CropBoxTests
{
    [Theory]
    [InlineData(320, 240)]
    [InlineData(100, 800)]
    [InlineData(33, 33)]
    public void Draw_OfManyBoxes_StaysInsideWithTheAllowedAreasAndRatios(int width, int height)
    {
        Random random = new(1);
        PixelBox[] boxes = [.. Enumerable.Range(0, 2000).Select(_ => CropBox.Draw(random, width, height, 0.08))];

        Assert.All(
            boxes,
            box =>
            {
                Assert.True(box.Left >= 0 && box.Top >= 0 && box.Left + box.Width <= width && box.Top + box.Height <= height);

                // Sides are whole pixels, which at 33 pixels shifts a ratio by a twentieth.
                Assert.InRange((double)box.Width / box.Height, 0.66, 1.5);
                Assert.InRange((double)box.Width * box.Height / (width * height), 0.05, 1.0);
            }
        );
        Assert.True(boxes.Distinct().Count() > 500);
    }

    [Fact]
    public void Draw_OfAVeryLongPicture_FallsBackToItsMiddle()
    {
        PixelBox box = CropBox.Draw(new Random(1), 10_000, 10, 0.08);

        Assert.Equal((10, 13), (box.Height, box.Width));
        Assert.Equal(4993, box.Left);
    }
}
