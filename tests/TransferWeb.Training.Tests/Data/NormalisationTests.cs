using TransferWeb.Torch;
using TransferWeb.Training.Data;

namespace TransferWeb.Tests.Data;

public sealed class NormalisationTests
{
    private static readonly Normalisation ImageNet = new([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]);

    [Fact]
    public void Apply_Bytes_AreScaledByChannelAndKeepTheirOrder()
    {
        using DisposeScope scope = NewDisposeScope();
        byte[] pixels = [0, 128, 255, 51, 102, 204, 1, 2, 3, 255, 0, 0];

        Tensor pictures = ImageNet.Apply(pixels, 1, 2, ScalarType.Float32, CPU);

        Assert.Equal([1, 3, 2, 2], pictures.shape);
        Assert.True(Acceleration.IsChannelsLast(pictures));
        for (int i = 0; i < pixels.Length; i++)
        {
            (int pixel, int channel) = (i / 3, i % 3);
            double expected = ((pixels[i] / 255.0) - ImageNet.Mean[channel]) / ImageNet.Std[channel];
            Assert.Equal(expected, pictures[0, channel, pixel / 2, pixel % 2].ToSingle(), tolerance: 1e-5);
        }
    }

    [Fact]
    public void Apply_WithAVariation_ShowsItPicturesFromZeroToOne()
    {
        using DisposeScope scope = NewDisposeScope();
        float highest = float.NaN;

        Tensor pictures = ImageNet.Apply([255, 255, 255], 1, 1, ScalarType.Float32, CPU, vary: Darkened);

        Assert.Equal(1, highest);
        Assert.Equal(-0.485 / 0.229, pictures[0, 0, 0, 0].ToSingle(), tolerance: 1e-5);

        Tensor Darkened(Tensor seen)
        {
            highest = seen.max().ToSingle();
            return seen.zeros_like();
        }
    }

    [Fact]
    [Trait("Category", "Gpu")]
    public void Apply_OnAGpu_GivesWhatTheProcessorGives()
    {
        Assert.SkipUnless(cuda.is_available(), "Needs a GPU.");
        using DisposeScope scope = NewDisposeScope();
        byte[] pixels = new byte[8 * 32 * 32 * 3];
        new Random(1).NextBytes(pixels);

        Tensor there = ImageNet.Apply(pixels, 8, 32, ScalarType.Float32, CUDA);

        Assert.Equal(DeviceType.CUDA, there.device_type);
        Assert.True(there.cpu().allclose(ImageNet.Apply(pixels, 8, 32, ScalarType.Float32, CPU), rtol: 1e-6, atol: 1e-6));
    }
}
