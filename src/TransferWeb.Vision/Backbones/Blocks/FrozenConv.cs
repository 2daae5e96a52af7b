using TorchSharp;
using static TorchSharp.torch;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>A convolution for inference only: constants, channels-last, one native call and the activation.</summary>
internal sealed class FrozenConv : Block
{
    private readonly Tensor _weight;
    private readonly Tensor? _bias;
    private readonly ConvGeometry _geometry;
    private readonly Activation _activation;

    /// <summary>Copies the weights.</summary>
    /// <param name="weight">[outputs, inputs/groups, kernel, kernel].</param>
    /// <param name="bias">[outputs] or null.</param>
    /// <param name="geometry">How the kernel moves.</param>
    /// <param name="activation">What follows.</param>
    /// <param name="dtype">The type computed in.</param>
    public FrozenConv(Tensor weight, Tensor? bias, ConvGeometry geometry, Activation activation, ScalarType dtype)
        : base(nameof(FrozenConv))
    {
        using DisposeScope scope = NewDisposeScope();
        _weight = ChannelsLast.Of(weight.detach().to(dtype)).clone().DetachFromDisposeScope();
        _bias = bias is null ? null : FrozenTensor.Of(bias, dtype);
        _geometry = geometry;
        _activation = activation;
        register_buffer("weight", _weight);
        if (_bias is not null)
        {
            register_buffer("bias", _bias);
        }
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor map = _geometry.Convolve(input, _weight, _bias);
        return _activation.Apply(map).MoveToOuterDisposeScope();
    }

    public override Block Frozen(ScalarType dtype) => new FrozenConv(_weight, _bias, _geometry, _activation, dtype);
}
