using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>A convolution with bias and an activation, without a norm of its own.</summary>
internal sealed class BiasedConv : Block
{
    private readonly Conv2d _convolution;
    private readonly ConvGeometry _geometry;
    private readonly Activation _activation;

    /// <summary>Random weights.</summary>
    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="kernel">Side of the kernel.</param>
    /// <param name="start">How the weights begin.</param>
    /// <param name="activation">What follows.</param>
    /// <param name="stride">Step of the kernel.</param>
    /// <param name="padding">Rim of zeros, in pixels.</param>
    /// <param name="groups">Groups of channels; equal to <paramref name="inputs"/> for a depthwise convolution.</param>
    public BiasedConv(
        int inputs,
        int outputs,
        int kernel,
        WeightInit start,
        Activation activation = Activation.None,
        int stride = 1,
        int padding = 0,
        int groups = 1
    )
        : base(nameof(BiasedConv))
    {
        _geometry = new ConvGeometry(stride, padding, groups);
        _activation = activation;
        _convolution = Conv2d(inputs, outputs, kernel, stride: stride, padding: padding, groups: groups);
        start(_convolution.weight, _convolution.bias);
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
        return _activation.Apply(_convolution.call(input)).MoveToOuterDisposeScope();
    }

    public override Block Frozen(ScalarType dtype) =>
        new FrozenConv(_convolution.weight, _convolution.bias!, _geometry, _activation, dtype);
}
