using TorchSharp;
using TransferWeb.Torch;
using static TorchSharp.torch;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>A convolution for inference only, with what follows it: constants, channels-last, one native call where the device has a fused one.</summary>
internal sealed class FrozenConv : Block
{
    private readonly Tensor _weight;
    private readonly Tensor? _bias;
    private readonly ConvGeometry _geometry;
    private readonly Activation _activation;
    private readonly FusedConvolution? _fused;

    /// <summary>Copies the weights.</summary>
    /// <param name="weight">[outputs, inputs/groups, kernel, kernel].</param>
    /// <param name="bias">[outputs] or null.</param>
    /// <param name="geometry">How the kernel moves.</param>
    /// <param name="activation">What follows.</param>
    /// <param name="dtype">The type computed in.</param>
    public FrozenConv(Tensor weight, Tensor? bias, ConvGeometry geometry, Activation activation, ScalarType dtype)
        : this(Copy(weight, dtype), bias is null ? null : FrozenTensor.Of(bias, dtype), geometry, activation) { }

    private FrozenConv(Tensor weight, Tensor? bias, ConvGeometry geometry, Activation activation)
        : base(nameof(FrozenConv))
    {
        _weight = weight;
        _bias = bias;
        _geometry = geometry;
        _activation = activation;
        _fused = geometry.Fuse(weight, bias, activation);
        register_buffer("weight", _weight);
        if (_bias is not null)
        {
            register_buffer("bias", _bias);
        }
    }

    public override Tensor forward(Tensor input) => Run(input, null);

    /// <summary>activation(convolution(input) + addend).</summary>
    /// <param name="input">The map.</param>
    /// <param name="addend">Of the result's shape; it is not changed.</param>
    public Tensor Add(Tensor input, Tensor addend) => Run(input, addend);

    /// <summary>Hands the weights on to a convolution followed by something else; this one is done with.</summary>
    public FrozenConv FollowedBy(Activation activation)
    {
        _fused?.Dispose();
        return new FrozenConv(_weight, _bias, _geometry, activation);
    }

    /// <summary>Whether nothing follows.</summary>
    public bool IsLinear => _activation == Activation.None;

    public override Block Frozen(ScalarType dtype) => new FrozenConv(_weight, _bias, _geometry, _activation, dtype);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _fused?.Dispose();
        }

        base.Dispose(disposing);
    }

    private Tensor Run(Tensor input, Tensor? addend)
    {
        if (_fused?.TryRun(input, addend) is { } result)
        {
            return result;
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor map = _geometry.Convolve(input, _weight, _bias);
        if (addend is not null)
        {
            map.add_(addend);
        }

        return _activation.Apply(map).MoveToOuterDisposeScope();
    }

    private static Tensor Copy(Tensor weight, ScalarType dtype)
    {
        using DisposeScope scope = NewDisposeScope();
        return ChannelsLast.Of(weight.detach().to(dtype)).clone().DetachFromDisposeScope();
    }
}
