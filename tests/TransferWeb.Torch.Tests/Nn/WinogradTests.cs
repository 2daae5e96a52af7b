using System.Runtime.InteropServices;
using TorchSharp;
using TransferWeb.Tests;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TransferWeb.Torch.Tests.Nn;

/// <summary>Winograd's convolution against libtorch's in double precision.</summary>
public sealed class WinogradTests
{
    private const double Share = 2e-5;

    [Theory]
    [InlineData(2, 32, 32, 8, 8)]
    [InlineData(3, 64, 40, 13, 10)]
    [InlineData(1, 40, 64, 7, 21)]
    [InlineData(16, 32, 48, 28, 28)]
    [InlineData(4, 256, 128, 14, 14)]
    public void TryWinograd_ComputesWhatOperatorsDo(long pictures, long inputs, long outputs, long height, long width)
    {
        using var scope = NewDisposeScope();
        manual_seed(9);
        var map = Acceleration.ToChannelsLast(randn(pictures, inputs, height, width)).requires_grad_();
        var weight = (randn(outputs, inputs, 3, 3) / Math.Sqrt(9 * inputs)).requires_grad_();
        var bias = randn(outputs).requires_grad_();
        var above = Acceleration.ToChannelsLast(randn(pictures, outputs, height, width));
        var exactMap = map.detach().to(float64).requires_grad_();
        var exactWeight = weight.detach().to(float64).requires_grad_();
        var exactBias = bias.detach().to(float64).requires_grad_();
        var exact = F.conv2d(exactMap, exactWeight, exactBias, padding: [1, 1]);
        exact.backward([above.to(float64)]);

        var result = Run(map, weight, bias);
        result.backward([above]);

        Assert.True(Acceleration.IsChannelsLast(result));
        ExactTensor.AssertClose(exact, result, Share);
        ExactTensor.AssertClose(exactMap.grad!, map.grad!, Share);
        ExactTensor.AssertClose(exactWeight.grad!, weight.grad!, Share);
        ExactTensor.AssertClose(exactBias.grad!, bias.grad!, Share);
    }

    [Fact]
    public void TryWinograd_OfABatchTooLargeForOneChunk_SumsItsParts()
    {
        using var scope = NewDisposeScope();
        manual_seed(10);
        var map = Acceleration.ToChannelsLast(randn(8, 32, 96, 96));
        var weight = (randn(32, 32, 3, 3) / 17).requires_grad_();
        var exactWeight = weight.detach().to(float64).requires_grad_();
        var exact = F.conv2d(map.to(float64), exactWeight, padding: [1, 1]);
        exact.sum().backward();

        var result = Run(map, weight);
        result.sum().backward();

        ExactTensor.AssertClose(exact, result, Share);
        ExactTensor.AssertClose(exactWeight.grad!, weight.grad!, Share);
    }

    [Fact]
    public void TryWinograd_DoesNotDependOnThreads()
    {
        using var scope = NewDisposeScope();
        manual_seed(11);
        var map = Acceleration.ToChannelsLast(randn(3, 64, 14, 14));
        var weight = randn(64, 64, 3, 3);
        var threads = Acceleration.GetThreads();
        try
        {
            Acceleration.SetThreads(1);
            var (alone, aloneBack) = Both();
            Acceleration.SetThreads(3);
            var (shared, sharedBack) = Both();
            Assert.True(alone.Equals(shared));
            Assert.True(aloneBack.Equals(sharedBack));
        }
        finally
        {
            Acceleration.SetThreads(threads);
        }

        (Tensor, Tensor) Both()
        {
            var kernel = weight.clone().requires_grad_();
            var result = Run(map, kernel);
            result.sum().backward();
            return (result.detach(), kernel.grad!);
        }
    }

    [Fact]
    public void TryWinograd_GivesGradientsOnlyWhereTheyAreWanted()
    {
        using var scope = NewDisposeScope();
        var map = Acceleration.ToChannelsLast(randn(2, 32, 8, 8)).requires_grad_();
        var weight = randn(32, 32, 3, 3);

        Run(map, weight).sum().backward();

        Assert.NotNull(map.grad);
        Assert.Null(weight.grad);
        Assert.False(Run(map.detach(), weight).requires_grad);
        using var mode = no_grad();
        Assert.False(Run(map, weight).requires_grad);
    }

    [Fact]
    public void TryWinograd_LeavesTheRestToOperators()
    {
        using var scope = NewDisposeScope();
        var map = Acceleration.ToChannelsLast(randn(2, 32, 8, 8));
        var weight = randn(32, 32, 3, 3);
        Run(map, weight);

        Assert.Null(Acceleration.TryWinograd(map.contiguous(), weight));
        Assert.Null(Acceleration.TryWinograd(map.to(float64), weight.to(float64)));
        Assert.Null(Acceleration.TryWinograd(map.to(bfloat16), weight.to(bfloat16)));
        Assert.Null(Acceleration.TryWinograd(map, randn(32, 32, 1, 1)));
        Assert.Null(Acceleration.TryWinograd(map, randn(32, 40, 3, 3)));
        Assert.Null(Acceleration.TryWinograd(map, randn(36, 32, 3, 3)));
        Assert.Null(Acceleration.TryWinograd(map, randn(16, 32, 3, 3)));
        Assert.Null(Acceleration.TryWinograd(map, weight, randn(33)));
        Assert.Null(Acceleration.TryWinograd(map, weight, randn(32).to(float64)));
        Assert.Null(Acceleration.TryWinograd(Acceleration.ToChannelsLast(randn(2, 32, 2, 2)), weight));
        Assert.Null(Acceleration.TryWinograd(Acceleration.ToChannelsLast(randn(0, 32, 8, 8)), weight));
        using var narrow = Acceleration.Autocast(DeviceType.CPU, bfloat16);
        Assert.Null(Acceleration.TryWinograd(map, weight));
    }

    [Fact]
    public void TryWinograd_DifferentiatedTwice_Fails()
    {
        using var scope = NewDisposeScope();
        var map = Acceleration.ToChannelsLast(randn(2, 32, 8, 8)).requires_grad_();
        var result = Run(map, randn(32, 32, 3, 3));

        var failure = Assert.Throws<ExternalException>(() => autograd.grad([result.sum()], [map], create_graph: true));

        Assert.Contains("differentiated twice", failure.Message);
    }

    [Fact]
    public void TryWinograd_LeavesNoTensorBehindButItsResult()
    {
        using var scope = NewDisposeScope();
        var map = Acceleration.ToChannelsLast(randn(2, 32, 8, 8));
        var weight = randn(32, 32, 3, 3);
        var before = LiveTensors.OfThisThread;

        var result = Run(map, weight);

        Assert.Equal(before + 1, LiveTensors.OfThisThread);
        result.Dispose();
        Assert.Equal(before, LiveTensors.OfThisThread);
    }

    private static Tensor Run(Tensor map, Tensor weight, Tensor? bias = null)
    {
        var result = Acceleration.TryWinograd(map, weight, bias);
        Assert.SkipWhen(result is null, "This build has no Winograd convolutions.");
        return result;
    }
}
