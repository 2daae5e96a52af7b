using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>A convolution without bias, its batch norm, and an activation. Its own children are named <c>0</c> and <c>1</c>, as in torchvision's sequences.</summary>
internal sealed class ConvNorm : Block
{
    private readonly PlainConv _convolution;
    private readonly BatchNorm2d _norm;
    private readonly NormOptions _options;
    private readonly Activation _activation;

    /// <summary>Random weights; padding keeps the size at stride 1.</summary>
    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="kernel">Side of the kernel, odd.</param>
    /// <param name="stride">Step of the kernel.</param>
    /// <param name="activation">What follows.</param>
    /// <param name="groups">Groups of channels; equal to <paramref name="inputs"/> for a depthwise convolution.</param>
    /// <param name="norm">The norm's constants; torch's where null.</param>
    /// <param name="start">How the weights begin; <see cref="WeightInits.HeFanOut"/> where null.</param>
    public ConvNorm(
        int inputs,
        int outputs,
        int kernel,
        int stride,
        Activation activation,
        int groups = 1,
        NormOptions? norm = null,
        WeightInit? start = null
    )
        : base(nameof(ConvNorm))
    {
        _options = norm ?? NormOptions.Standard;
        _activation = activation;
        _convolution = new PlainConv(
            inputs,
            outputs,
            kernel,
            start ?? WeightInits.HeFanOut,
            stride: stride,
            padding: kernel / 2,
            groups: groups,
            biased: false
        );
        _norm = BatchNorm2d(outputs, eps: _options.Epsilon, momentum: _options.Momentum);
        register_module("0", _convolution);
        register_module("1", _norm);
    }

    /// <summary>Registers the two layers directly below <paramref name="owner"/>, under the names given.</summary>
    /// <returns>This block.</returns>
    public ConvNorm NamedIn(Module owner, string convolution, string norm)
    {
        owner.register_module(convolution, _convolution);
        owner.register_module(norm, _norm);
        return this;
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        return _activation.ApplyNormed(_norm, _convolution.call(input)).MoveToOuterDisposeScope();
    }

    public override Block Frozen(ScalarType dtype)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor scale = _norm.weight!.to(float64) / (_norm.running_var!.to(float64) + _options.Epsilon).sqrt();
        Tensor weight = _convolution.Weight.to(float64) * scale.reshape(-1, 1, 1, 1);
        Tensor bias = _norm.bias!.to(float64) - _norm.running_mean!.to(float64) * scale;
        return new FrozenConv(weight, bias, _convolution.Geometry, _activation, dtype);
    }
}
