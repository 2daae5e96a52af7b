using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>How a convolution's kernel moves.</summary>
/// <param name="Stride">Step in pixels.</param>
/// <param name="Padding">Rim of zeros in pixels.</param>
/// <param name="Groups">Groups of channels.</param>
internal sealed record ConvGeometry(int Stride, int Padding, int Groups);

/// <summary>A convolution with bias for inference only: constants, channels-last, one native call and the activation.</summary>
internal sealed class FrozenConv : Block
{
    private readonly Tensor _weight;
    private readonly Tensor _bias;
    private readonly ConvGeometry _geometry;
    private readonly Activation _activation;

    /// <summary>Copies the weights.</summary>
    /// <param name="weight">[outputs, inputs/groups, kernel, kernel].</param>
    /// <param name="bias">[outputs].</param>
    /// <param name="geometry">How the kernel moves.</param>
    /// <param name="activation">What follows.</param>
    /// <param name="dtype">The type computed in.</param>
    public FrozenConv(Tensor weight, Tensor bias, ConvGeometry geometry, Activation activation, ScalarType dtype)
        : base(nameof(FrozenConv))
    {
        using DisposeScope scope = NewDisposeScope();
        _weight = ChannelsLast.Of(weight.detach().to(dtype)).clone().DetachFromDisposeScope();
        _bias = bias.detach().to(dtype).clone().DetachFromDisposeScope();
        _geometry = geometry;
        _activation = activation;
        register_buffer("weight", _weight);
        register_buffer("bias", _bias);
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor map = F.conv2d(
            input,
            _weight,
            _bias,
            strides: [_geometry.Stride, _geometry.Stride],
            padding: [_geometry.Padding, _geometry.Padding],
            groups: _geometry.Groups
        );
        return _activation.Apply(map).MoveToOuterDisposeScope();
    }

    public override Block Frozen(ScalarType dtype) => new FrozenConv(_weight, _bias, _geometry, _activation, dtype);
}
