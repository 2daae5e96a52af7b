using TorchSharp;
using TransferWeb.Tests;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TransferWeb.Torch.Tests.Nn;

public sealed class FusedConvolutionTests
{
    [Theory]
    [InlineData(3, 16, 3, 2, 1, 1, Activation.Relu6, true, false)]
    [InlineData(16, 24, 1, 1, 0, 1, Activation.None, true, true)]
    [InlineData(24, 24, 3, 1, 1, 24, Activation.Relu6, true, false)]
    [InlineData(24, 24, 5, 2, 2, 24, Activation.Hardswish, false, false)]
    [InlineData(16, 16, 3, 1, 1, 1, Activation.Relu, true, true)]
    [InlineData(48, 32, 3, 1, 1, 4, Activation.Relu, false, true)]
    [InlineData(20, 12, 1, 1, 0, 1, Activation.Silu, true, false)]
    [InlineData(20, 12, 1, 1, 0, 1, Activation.Sigmoid, true, false)]
    [InlineData(20, 12, 1, 1, 0, 1, Activation.Hardsigmoid, true, false)]
    [InlineData(20, 12, 1, 1, 0, 1, Activation.Gelu, true, true)]
    [InlineData(3, 8, 7, 2, 3, 1, Activation.Relu, false, false)]
    public void TryRun_ComputesWhatOperatorsDo(
        int inputs,
        int outputs,
        int kernel,
        int stride,
        int padding,
        int groups,
        Activation activation,
        bool biased,
        bool adds
    )
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var map = Acceleration.ToChannelsLast(randn(2, inputs, 13, 10));
        var weight = randn(outputs, inputs / groups, kernel, kernel);
        var bias = biased ? randn(outputs) : null;
        using var convolution = Create(weight, bias, stride, padding, groups, activation);
        var expected = F.conv2d(map, weight, bias, strides: [stride, stride], padding: [padding, padding], groups: groups);
        var addend = adds ? Acceleration.ToChannelsLast(randn(expected.shape)) : null;
        var kept = addend?.clone();

        var result = convolution.TryRun(map, addend);

        if (addend is not null)
        {
            expected += addend;
            Assert.True(addend.Equals(kept!));
        }
        Assert.NotNull(result);
        Assert.True(Acceleration.IsChannelsLast(result));
        expected = Apply(activation, expected);
        Assert.InRange((result - expected).abs().max().item<float>(), 0, 1e-5f * expected.abs().max().item<float>());
    }

    // Enough channels and pixels for Winograd's filtering, with a rim that fills no square; ReLU6 is not among what it does.
    [Theory]
    [InlineData(Activation.None, false, false)]
    [InlineData(Activation.None, true, true)]
    [InlineData(Activation.Relu, true, false)]
    [InlineData(Activation.Relu, false, true)]
    [InlineData(Activation.Relu, true, true)]
    [InlineData(Activation.Relu6, true, true)]
    public void TryRun_OfLargeMaps_ComputesWhatOperatorsDo(Activation activation, bool biased, bool adds)
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var map = Acceleration.ToChannelsLast(randn(3, 32, 19, 18));
        var weight = randn(40, 32, 3, 3) / 17;
        var bias = biased ? randn(40) : null;
        using var convolution = Create(weight, bias, activation: activation);
        var expected = F.conv2d(map.to(float64), weight.to(float64), bias?.to(float64), padding: [1, 1]);
        var addend = adds ? Acceleration.ToChannelsLast(randn(expected.shape)) : null;
        var kept = addend?.clone();

        var result = convolution.TryRun(map, addend);
        var again = convolution.TryRun(map, addend);

        if (addend is not null)
        {
            expected += addend;
            Assert.True(addend.Equals(kept!));
        }
        Assert.NotNull(result);
        Assert.True(result.Equals(again!));
        Assert.True(Acceleration.IsChannelsLast(result));
        expected = Apply(activation, expected);
        Assert.InRange((result - expected).abs().max().item<double>(), 0, 2e-5 * expected.abs().max().item<double>());
    }

    [Fact]
    public void TryRun_OfManyShapes_PlansEachAnew()
    {
        using var scope = NewDisposeScope();
        var weight = randn(8, 4, 3, 3);
        using var convolution = Create(weight);

        foreach (var side in new[] { 9, 5, 7, 3, 12, 6, 9, 3 })
        {
            var map = Acceleration.ToChannelsLast(randn(1, 4, side, side));
            var result = convolution.TryRun(map)!;
            Assert.True(result.allclose(F.conv2d(map, weight, padding: [1, 1]), rtol: 1e-4, atol: 1e-5));
        }
    }

    [Fact]
    public void TryRun_ByManyThreadsAtOnce_ComputesTheSame()
    {
        using var scope = NewDisposeScope();
        var weight = randn(8, 4, 3, 3);
        using var convolution = Create(weight);
        var maps = Enumerable.Range(1, 6).Select(side => Acceleration.ToChannelsLast(randn(2, 4, side, side))).ToArray();
        var expected = maps.Select(map => convolution.TryRun(map)!).ToArray();
        var different = 0;

        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(Compare)).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.Equal(0, different);

        void Compare()
        {
            for (var i = 0; i < 60; i++)
            {
                using var again = NewDisposeScope();
                var result = convolution.TryRun(maps[i % maps.Length])!;
                if (!result.allclose(expected[i % maps.Length], rtol: 1e-4, atol: 1e-5))
                {
                    Interlocked.Increment(ref different);
                }
            }
        }
    }

    [Fact]
    public void TryRun_WhatItCannotCompute_IsLeftToOperators()
    {
        using var scope = NewDisposeScope();
        using var convolution = Create(randn(8, 4, 3, 3));
        var map = Acceleration.ToChannelsLast(randn(1, 4, 6, 6));

        Assert.NotNull(convolution.TryRun(map));
        Assert.Null(convolution.TryRun(map.contiguous()));
        Assert.Null(convolution.TryRun(map.to_type(ScalarType.Float64)));
        Assert.Null(convolution.TryRun(map.select(0, 0)));
        Assert.Null(convolution.TryRun(Acceleration.ToChannelsLast(randn(1, 5, 6, 6))));
        Assert.Null(convolution.TryRun(map, Acceleration.ToChannelsLast(randn(1, 8, 5, 6))));
        Assert.Null(convolution.TryRun(Acceleration.ToChannelsLast(randn(0, 4, 6, 6))));
        map.requires_grad = true;
        Assert.Null(convolution.TryRun(map));
        using (no_grad())
        {
            Assert.NotNull(convolution.TryRun(map));
        }
    }

    [Fact]
    public void TryCreate_ForATypeWithoutPrimitives_IsNull()
    {
        using var scope = NewDisposeScope();

        Assert.Null(FusedConvolution.TryCreate(randn(8, 4, 3, 3).to_type(ScalarType.Float64), null, 1, 1, 1, Activation.None));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void TryCreate_OfWeightsThatAreNoNumbers_IsNull(float value)
    {
        using var scope = NewDisposeScope();
        var weight = randn(8, 4, 3, 3);
        var bias = randn(8);
        bias.narrow(0, 5, 1).fill_(value);

        Assert.Null(FusedConvolution.TryCreate(weight, bias, 1, 1, 1, Activation.Relu));
        weight.select(0, 2).select(0, 1).fill_(value);
        Assert.Null(FusedConvolution.TryCreate(weight, null, 1, 1, 1, Activation.Relu));
    }

    [Fact]
    public void TryRun_LeavesNoTensorBehindButItsResult()
    {
        using var scope = NewDisposeScope();
        using var convolution = Create(randn(8, 4, 3, 3));
        var map = Acceleration.ToChannelsLast(randn(1, 4, 6, 6));
        var before = LiveTensors.OfThisThread;

        var result = convolution.TryRun(map)!;

        Assert.Equal(before + 1, LiveTensors.OfThisThread);
        result.Dispose();
        Assert.Equal(before, LiveTensors.OfThisThread);
    }

    [Fact]
    public void TryRun_AfterDispose_Throws()
    {
        using var scope = NewDisposeScope();
        var convolution = Create(randn(8, 4, 3, 3));

        convolution.Dispose();
        convolution.Dispose();

        Assert.Throws<ObjectDisposedException>(() => convolution.TryRun(randn(1, 4, 6, 6)));
    }

    private static FusedConvolution Create(
        Tensor weight,
        Tensor? bias = null,
        int stride = 1,
        int padding = 1,
        int groups = 1,
        Activation activation = Activation.None
    )
    {
        var convolution = FusedConvolution.TryCreate(weight, bias, stride, padding, groups, activation);
        Assert.SkipWhen(convolution is null, "This build has no fused convolutions.");
        return convolution;
    }

    private static Tensor Apply(Activation activation, Tensor map) =>
        activation switch
        {
            Activation.Relu => F.relu(map),
            Activation.Relu6 => F.relu6(map),
            Activation.Hardswish => F.hardswish(map),
            Activation.Hardsigmoid => F.hardsigmoid(map),
            Activation.Silu => F.silu(map),
            Activation.Sigmoid => F.sigmoid(map),
            Activation.Gelu => F.gelu(map),
            _ => map,
        };
}
