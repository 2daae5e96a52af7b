using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TransferWeb.Torch.Tests.Nn;

/// <summary>The fused batch norm against libtorch's operators in double precision.</summary>
public sealed class NormActivationTests
{
    private static readonly Activation[] Known = [Activation.None, Activation.Relu, Activation.Relu6, Activation.Hardswish];

    // Rows of several pixels, of one, of no whole number; more than one block; a single row of pixels; channels that fill no vector.
    public static TheoryData<long, long, long, long, Activation> Maps()
    {
        TheoryData<long, long, long, long, Activation> rows = [];
        foreach (var activation in Known)
        {
            rows.Add(2, 16, 7, 6, activation);
            rows.Add(3, 5, 3, 5, activation);
            rows.Add(4, 24, 40, 40, activation);
            rows.Add(2, 96, 33, 31, activation);
            rows.Add(16, 1280, 1, 1, activation);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Maps))]
    public void TryNormActivation_ComputesWhatOperatorsDo(
        long pictures,
        long channels,
        long height,
        long width,
        Activation activation
    )
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        using var norm = Norm(channels);
        var map = Map(pictures, channels, height, width).requires_grad_();
        var above = Acceleration.ToChannelsLast(randn(map.shape));
        var (expected, expectedNorm, exact) = InDouble(norm, map, above, activation);

        var result = Acceleration.TryNormActivation(norm, map, activation);
        Assert.NotNull(result);
        result.backward([above]);

        Assert.True(Acceleration.IsChannelsLast(result));
        ExactTensor.AssertClose(expected, result, 1e-6);
        ExactTensor.AssertClose(exact, map.grad!, 1e-5);
        ExactTensor.AssertClose(expectedNorm.weight!.grad!, norm.weight!.grad!, 1e-5);
        ExactTensor.AssertClose(expectedNorm.bias!.grad!, norm.bias!.grad!, 1e-5);
        ExactTensor.AssertClose(expectedNorm.running_mean!, norm.running_mean!, 1e-6);
        ExactTensor.AssertClose(expectedNorm.running_var!, norm.running_var!, 1e-6);
        Assert.Equal(1, norm.num_batches_tracked!.item<long>());
    }

    [Theory]
    [InlineData(Activation.None)]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.Relu6)]
    [InlineData(Activation.Hardswish)]
    public void TryNormActivation_OfBfloat16_IsItsRounding(Activation activation)
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        using var norm = Norm(24);
        var map = Map(3, 24, 9, 8).to(bfloat16).requires_grad_();
        var above = Acceleration.ToChannelsLast(randn(map.shape)).to(bfloat16);
        var (expected, expectedNorm, exact) = InDouble(norm, map, above, activation);

        var result = Acceleration.TryNormActivation(norm, map, activation)!;
        result.backward([above]);

        Assert.Equal(bfloat16, result.dtype);
        Assert.Equal(bfloat16, map.grad!.dtype);
        // A value in the middle between two may be rounded to either.
        Assert.InRange((expected.to(float32).to(bfloat16) - result).to(float32).count_nonzero().item<long>(), 0, 3);
        ExactTensor.AssertClose(expected, result, 1.0 / 256);
        ExactTensor.AssertClose(exact, map.grad!, 1e-2);
        ExactTensor.AssertClose(expectedNorm.weight!.grad!, norm.weight!.grad!, 1e-5);
        ExactTensor.AssertClose(expectedNorm.running_var!, norm.running_var!, 1e-6);
    }

    [Fact]
    public void TryNormActivation_FarFromZero_LosesNothing()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var norm = Norm(16);
        var map = (Map(4, 16, 20, 20) + 1000).requires_grad_();
        var above = Acceleration.ToChannelsLast(randn(map.shape));
        var (expected, _, exact) = InDouble(norm, map, above, Activation.None);

        var result = Acceleration.TryNormActivation(norm, map, Activation.None)!;
        result.backward([above]);

        ExactTensor.AssertClose(expected, result, 5e-5);
        ExactTensor.AssertClose(exact, map.grad!, 5e-5);
    }

    [Fact]
    public void TryNormActivation_DoesNotDependOnThreads()
    {
        using var scope = NewDisposeScope();
        manual_seed(8);
        var map = Map(4, 24, 40, 40);
        var above = Acceleration.ToChannelsLast(randn(map.shape));
        var threads = Acceleration.GetThreads();
        try
        {
            var (alone, aloneBack) = Run(1);
            var (shared, sharedBack) = Run(3);
            Assert.True(alone.Equals(shared));
            Assert.True(aloneBack.Equals(sharedBack));
        }
        finally
        {
            Acceleration.SetThreads(threads);
        }

        (Tensor, Tensor) Run(int count)
        {
            Acceleration.SetThreads(count);
            using var norm = nn.BatchNorm2d(24);
            var input = map.detach().clone().requires_grad_();
            var result = Acceleration.TryNormActivation(norm, input, Activation.Relu6)!;
            result.backward([above]);
            return (result.detach(), input.grad!);
        }
    }

    [Fact]
    public void TryNormActivation_OfNotANumber_HandsItOn()
    {
        using var scope = NewDisposeScope();
        using var norm = nn.BatchNorm2d(2);
        var map = Map(2, 2, 3, 3);
        map.select(0, 0).select(0, 1).narrow(0, 0, 1).narrow(1, 0, 1).fill_(float.NaN);

        foreach (var activation in Known)
        {
            var result = Acceleration.TryNormActivation(norm, map, activation)!;

            Assert.Equal(18, result.isnan().sum().item<long>());
            Assert.False(result.select(1, 0).isnan().any().item<bool>());
        }
    }

    [Fact]
    public void TryNormActivation_LeavesTheRestToOperators()
    {
        using var scope = NewDisposeScope();
        using var norm = nn.BatchNorm2d(4);
        var map = Map(2, 4, 5, 5);

        Assert.Null(Acceleration.TryNormActivation(norm, map.contiguous(), Activation.Relu));
        Assert.Null(Acceleration.TryNormActivation(norm, map.to(float64), Activation.Relu));
        Assert.Null(Acceleration.TryNormActivation(norm, Map(1, 4, 1, 1), Activation.Relu));
        Assert.Null(Acceleration.TryNormActivation(norm, Map(2, 3, 5, 5), Activation.Relu));
        Assert.Null(Acceleration.TryNormActivation(norm, Map(0, 4, 5, 5), Activation.Relu));
        Assert.Null(Acceleration.TryNormActivation(norm, map, Activation.Gelu));
        using var bare = nn.BatchNorm2d(4, affine: false);
        Assert.Null(Acceleration.TryNormActivation(bare, map, Activation.Relu));
        norm.momentum = null;
        Assert.Null(Acceleration.TryNormActivation(norm, map, Activation.Relu));
        norm.momentum = 0.1;
        norm.eval();
        Assert.Null(Acceleration.TryNormActivation(norm, map, Activation.Relu));
        Assert.Equal(0, norm.num_batches_tracked!.item<long>());
    }

    [Fact]
    public void TryNormActivation_DifferentiatedTwice_Fails()
    {
        using var scope = NewDisposeScope();
        using var norm = nn.BatchNorm2d(4);
        var map = Map(2, 4, 5, 5).requires_grad_();
        var result = Acceleration.TryNormActivation(norm, map, Activation.Relu)!;

        var failure = Assert.Throws<ExternalException>(() => autograd.grad([result.sum()], [map], create_graph: true));

        Assert.Contains("differentiated twice", failure.Message);
    }

    private static Tensor Map(long pictures, long channels, long height, long width) =>
        Acceleration.ToChannelsLast(randn(pictures, channels, height, width) * 2 + 0.5);

    private static BatchNorm2d Norm(long channels)
    {
        var norm = nn.BatchNorm2d(channels);
        using var mode = no_grad();
        norm.weight!.copy_(rand(channels) * 2 - 0.5);
        norm.bias!.copy_(randn(channels) * 2 + 1);
        return norm;
    }

    private static (Tensor Result, BatchNorm2d Norm, Tensor Gradient) InDouble(
        BatchNorm2d norm,
        Tensor map,
        Tensor above,
        Activation activation
    )
    {
        var exact = nn.BatchNorm2d(norm.num_features, dtype: float64);
        using (no_grad())
        {
            exact.weight!.copy_(norm.weight!);
            exact.bias!.copy_(norm.bias!);
        }

        var input = map.detach().to(float64).requires_grad_();
        var normed = exact.call(input);
        var result = activation switch
        {
            Activation.Relu => F.relu(normed),
            Activation.Relu6 => F.relu6(normed),
            Activation.Hardswish => F.hardswish(normed),
            _ => normed,
        };
        result.backward([above.to(float64)]);
        return (result.detach(), exact, input.grad!);
    }
}
