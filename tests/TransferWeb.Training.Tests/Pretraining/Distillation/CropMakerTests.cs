using TransferWeb.Training.Pretraining.Distillation;

namespace TransferWeb.Tests.Pretraining.Distillation;

public sealed class CropMakerTests
{
    private const int Side = 32;
    private const int Bytes = Side * Side * 3;

    [Fact]
    public void Make_SameSeedAndStep_GivesTheSameCrops()
    {
        PictureBank bank = Bank();

        byte[] first = new CropMaker(bank, 3).Make(5, 8, Side);

        Assert.Equal(first, new CropMaker(bank, 3).Make(5, 8, Side));
        Assert.NotEqual(first, new CropMaker(bank, 3).Make(6, 8, Side));
        Assert.NotEqual(first, new CropMaker(bank, 4).Make(5, 8, Side));
    }

    [Fact]
    public void Make_FromOnePicture_GivesCropsOfWhichNoTwoAreAlike()
    {
        byte[] crops = new CropMaker(Bank(), 1).Make(0, 32, Side);

        Assert.Equal(32 * Bytes, crops.Length);
        Assert.Equal(32, crops.Chunk(Bytes).Select(Convert.ToHexString).Distinct().Count());
    }

    [Fact]
    public void Make_FromABlackAndAWhiteHalf_ShowsBothAndWhatIsBetween()
    {
        byte[] crops = new CropMaker(Bank(), 1).Make(0, 200, Side);

        Assert.Contains(crops.Chunk(Bytes), crop => crop.Max() - crop.Min() > 100);
        Assert.InRange(crops.Average(value => (double)value), 90, 165);
    }

    [Fact]
    public void Make_FromATinyPicture_StaysInside()
    {
        PictureBank tiny = new([new BankPicture([10, 20, 30, 200, 210, 220, 90, 90, 90, 0, 0, 0], 2, 2)], []);

        Assert.Equal(16 * Bytes, new CropMaker(tiny, 1).Make(0, 16, Side).Length);
    }

    // Black on the left, white on the right.
    private static PictureBank Bank()
    {
        const int Width = 90;
        const int Height = 70;
        byte[] pixels = new byte[Width * Height * 3];
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)(i / 3 % Width < Width / 2 ? 0 : 255);
        }

        return new PictureBank([new BankPicture(pixels, Width, Height)], []);
    }
}
