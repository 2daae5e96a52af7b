using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>
/// A convolution of maps [N,C,H,W] and an activation, without a norm of its own. Named as torch's Conv2d: <c>weight</c> and, where it has one, <c>bias</c>.
/// </summary>
internal sealed class PlainConv : Block
{
    private readonly Parameter _weight;
    private readonly Parameter? _bias;
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
    /// <param name="biased">Whether it has a bias.</param>
    public PlainConv(
        int inputs,
        int outputs,
        int kernel,
        WeightInit start,
        Activation activation = Activation.None,
        int stride = 1,
        int padding = 0,
        int groups = 1,
        bool biased = true
    )
        : base(nameof(PlainConv))
    {
        _geometry = new ConvGeometry(stride, padding, groups);
        _activation = activation;
        _weight = new Parameter(empty(outputs, inputs / groups, kernel, kernel));
        _bias = biased ? new Parameter(empty(outputs)) : null;
        start.Fill(_weight, _bias);
        register_parameter("weight", _weight);
        if (_bias is not null)
        {
            register_parameter("bias", _bias);
        }
    }

    /// <summary>[outputs, inputs/groups, kernel, kernel].</summary>
    public Tensor Weight => _weight;

    /// <summary>How the kernel moves.</summary>
    public ConvGeometry Geometry => _geometry;

    /// <summary>Registers this block directly below <paramref name="owner"/>.</summary>
    /// <returns>This block.</returns>
    public PlainConv NamedIn(Module owner, string name)
    {
        owner.register_module(name, this);
        return this;
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        return _activation.Apply(_geometry.Convolve(input, _weight, _bias)).MoveToOuterDisposeScope();
    }

    public override Block Frozen(ScalarType dtype) => new FrozenConv(_weight, _bias, _geometry, _activation, dtype);
}
