using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferWeb.Vision.Backbones;

/// <summary>A convolution with bias, followed by ReLU: the unit of networks from before batch norm.</summary>
internal sealed class BiasedConv : Block
{
    private readonly Conv2d _convolution;
    private readonly ConvGeometry _geometry;

    /// <summary>Random weights (He et al., 2015, fan-in, uniform), bias 0.</summary>
    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="kernel">Side of the kernel.</param>
    /// <param name="stride">Step of the kernel.</param>
    /// <param name="padding">Rim of zeros, in pixels.</param>
    public BiasedConv(int inputs, int outputs, int kernel, int stride = 1, int padding = 0)
        : base(nameof(BiasedConv))
    {
        _geometry = new ConvGeometry(stride, padding, 1);
        _convolution = Conv2d(inputs, outputs, kernel, stride: stride, padding: padding);
        init.kaiming_uniform_(_convolution.weight, nonlinearity: init.NonlinearityType.ReLU);
        init.zeros_(_convolution.bias!);
        register_module("0", _convolution);
    }

    /// <summary>Registers the layer directly below <paramref name="owner"/>.</summary>
    /// <returns>This block.</returns>
    public BiasedConv NamedIn(Module owner, string name)
    {
        owner.register_module(name, _convolution);
        return this;
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        return Activation.Relu.ApplyInPlace(_convolution.call(input)).MoveToOuterDisposeScope();
    }

    public override Block Frozen(ScalarType dtype) =>
        new FrozenConv(_convolution.weight, _convolution.bias!, _geometry, Activation.Relu, dtype);
}
