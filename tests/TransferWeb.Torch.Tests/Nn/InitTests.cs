using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferWeb.Torch.Tests.Nn;

public sealed class InitTests
{
    [Fact]
    public void Conv2dAndLinear_New_AreEvenWithinTheirBound()
    {
        using var scope = NewDisposeScope();
        manual_seed(11);
        using Conv2d convolution = Conv2d(16, 64, 3);
        AssertEven(convolution.weight, 1 / Math.Sqrt(16 * 9));
        Assert.True(convolution.bias!.abs().max().ToDouble() <= 1 / Math.Sqrt(16 * 9));
        using Linear linear = Linear(100, 200);
        AssertEven(linear.weight, 0.1);
        using Conv2d depthwise = Conv2d(64, 64, 3, groups: 64);
        AssertEven(depthwise.weight, 1.0 / 3);
    }

    [Fact]
    public void NormalisationLayers_New_AreOneAndZero()
    {
        using LayerNorm norm = LayerNorm(3);
        using BatchNorm2d batch = BatchNorm2d(2);
        Assert.Equal([1f, 1f, 1f], norm.weight!.detach().data<float>().ToArray());
        Assert.Equal([0f, 0f], batch.bias!.detach().data<float>().ToArray());
        Assert.Equal([1f, 1f], batch.running_var!.data<float>().ToArray());
    }

    [Fact]
    public void TruncNormal_CutOffAtTwoDeviations_HasItsSpread()
    {
        using var scope = NewDisposeScope();
        manual_seed(12);
        Tensor values = empty(100_000);
        Assert.Same(values, init.trunc_normal_(values, std: 0.02, a: -0.04, b: 0.04));
        Assert.True(values.abs().max().ToDouble() <= 0.04);
        Assert.Equal(0, values.mean().ToDouble(), 5e-4);
        Assert.Equal(0.02 * 0.8796, values.std().ToDouble(), 2e-4);
    }

    [Fact]
    public void KaimingAndXavier_Normal_HaveTheirDeviation()
    {
        using var scope = NewDisposeScope();
        manual_seed(13);
        Tensor weight = empty(128, 64, 3, 3);
        init.kaiming_normal_(weight, mode: init.FanInOut.FanOut, nonlinearity: init.NonlinearityType.ReLU);
        Assert.Equal(Math.Sqrt(2.0 / (128 * 9)), weight.std().ToDouble(), 5e-4);
        init.xavier_normal_(weight);
        Assert.Equal(Math.Sqrt(2.0 / ((128 + 64) * 9)), weight.std().ToDouble(), 5e-4);
        init.xavier_uniform_(weight);
        AssertEven(weight, Math.Sqrt(6.0 / ((128 + 64) * 9)));
        Assert.Throws<ArgumentException>(() => init.kaiming_normal_(empty(3)));
    }

    [Fact]
    public void Constant_OnATrainedParameter_RecordsNothing()
    {
        using var parameter = new Parameter(zeros(2));
        init.constant_(parameter, 3);
        Assert.True(parameter.is_leaf);
        using Tensor plain = parameter.detach();
        Assert.Equal([3f, 3f], plain.data<float>().ToArray());
    }

    private static void AssertEven(Tensor weight, double bound)
    {
        double largest = weight.detach().abs().max().ToDouble();
        Assert.InRange(largest, 0.95 * bound, bound * (1 + 1e-6));
        Assert.InRange(weight.detach().std().ToDouble(), 0.95 * bound / Math.Sqrt(3), 1.05 * bound / Math.Sqrt(3));
    }
}
