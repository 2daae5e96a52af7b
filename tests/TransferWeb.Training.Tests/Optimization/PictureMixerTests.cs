using TransferWeb.Training.Optimization;

namespace TransferWeb.Training.Tests.Optimization;

public sealed class PictureMixerTests
{
    private const int Side = 10;

    [Fact]
    public void Mixup_OfTwoPlainPictures_AddsThemByTheShare()
    {
        using DisposeScope scope = NewDisposeScope();

        MixedBatch mixed = new PictureMixer(0.4, 0, seed: 1).Mix(Plain(0, 1), tensor([0L, 1L]), step: 3)!;

        Assert.Equal([1L, 0L], mixed.OtherLabels.data<long>().ToArray());
        Assert.Equal(1 - mixed.Share, mixed.Inputs[0, 0, 0, 0].item<float>(), 5);
        Assert.Equal(mixed.Share, mixed.Inputs[1, 0, 0, 0].item<float>(), 5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void CutMix_OfTwoPlainPictures_PastesTheShareOfPixelsItSays(long step)
    {
        using DisposeScope scope = NewDisposeScope();

        MixedBatch mixed = new PictureMixer(0, 1, seed: 1).Mix(Plain(0, 1), tensor([0L, 1L]), step)!;

        Assert.Equal(1 - mixed.Share, mixed.Inputs[0].mean().item<float>(), 5);
        Assert.Equal(mixed.Share, mixed.Inputs[1].mean().item<float>(), 5);
        Assert.InRange(mixed.Share, 0.5, 1);
    }

    [Fact]
    public void Mix_OfTheSameStep_IsTheSame()
    {
        using DisposeScope scope = NewDisposeScope();
        PictureMixer mixer = new(0.4, 1, seed: 1);
        using Tensor pictures = Plain(0, 1, 2, 3);
        using Tensor labels = tensor([0L, 1L, 2L, 3L]);

        double[] first = [.. Enumerable.Range(1, 20).Select(step => mixer.Mix(pictures, labels, step)!.Share)];
        double[] second = [.. Enumerable.Range(1, 20).Select(step => mixer.Mix(pictures, labels, step)!.Share)];

        Assert.Equal(first, second);
        Assert.True(first.Distinct().Count() > 15, string.Join(", ", first));
    }

    [Fact]
    public void Mix_OfOnePicture_LeavesItAlone()
    {
        using DisposeScope scope = NewDisposeScope();
        using Tensor picture = Plain(1);
        using Tensor label = tensor([0L]);

        Assert.Null(new PictureMixer(1, 1, seed: 1).Mix(picture, label, step: 1));
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(4)]
    public void Beta_ManyDraws_HasItsMeanAndVariance(double alpha)
    {
        Random random = new(3);
        double[] draws = [.. Enumerable.Range(0, 20000).Select(_ => BetaDistribution.Draw(random, alpha))];

        double mean = draws.Average();
        Assert.All(draws, d => Assert.InRange(d, 0, 1));
        Assert.Equal(0.5, mean, 0.01);
        Assert.Equal(1 / (4 * ((2 * alpha) + 1)), draws.Average(d => (d - mean) * (d - mean)), 0.005);
    }

    private static Tensor Plain(params float[] values)
    {
        using Tensor each = tensor(values).view(values.Length, 1, 1, 1);
        return each.expand(values.Length, 3, Side, Side).clone();
    }
}
