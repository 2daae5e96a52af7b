using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>
/// ConvNeXt's block for maps [N,C,H,W]: a 7 × 7 filter of each channel alone, a layer norm, then two linear maps of each pixel's channels, scaled channel by
/// channel and added to the input. In training mode it is left out at random. Named as in torchvision.
/// </summary>
internal sealed class ConvNextBlock : Block
{
    private const int Kernel = 7;
    private readonly Block _filter;
    private readonly LayerNorm _norm;
    private readonly Dense _widen;
    private readonly Dense _narrow;
    private readonly Parameter _scale;
    private readonly double _drop;

    /// <summary>Random weights.</summary>
    /// <param name="channels">Channels in and out.</param>
    /// <param name="epsilon">Of the norm.</param>
    /// <param name="drop">Share of pictures for which it is left out in training mode, 0 to 1.</param>
    public ConvNextBlock(int channels, double epsilon, double drop)
        : base(nameof(ConvNextBlock))
    {
        NameLevel names = new();
        register_module("block", names);
        _filter = new PlainConv(channels, channels, Kernel, WeightInits.Truncated, padding: Kernel / 2, groups: channels).NamedIn(
            names,
            "0"
        );
        _norm = names.Add("2", new LayerNorm(channels, epsilon));
        _widen = names.Add("3", new Dense(channels, 4 * channels, WeightInits.Truncated, Activation.Gelu));
        _narrow = names.Add("5", new Dense(4 * channels, channels, WeightInits.Truncated));
        _scale = new Parameter(full([channels, 1, 1], 1e-6));
        _drop = drop;
        register_parameter("layer_scale", _scale);
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pixels = _narrow.call(_widen.call(_norm.call(_filter.call(input).permute(0, 2, 3, 1))));
        Tensor result = _scale * pixels.permute(0, 3, 1, 2);
        Tensor kept = torchvision.ops.stochastic_depth(result, _drop, torchvision.StochasticDepth.Mode.Row, training);
        return kept.add_(input).MoveToOuterDisposeScope();
    }

    public override Block Frozen(ScalarType dtype)
    {
        using DisposeScope scope = NewDisposeScope();
        Chain body = new(
            _filter.Frozen(dtype),
            new Permuted(0, 2, 3, 1),
            _norm.Frozen(dtype),
            _widen.Frozen(dtype),
            _narrow.FrozenScaled(_scale.flatten(), dtype),
            new Permuted(0, 3, 1, 2)
        );
        return new Residual(body, null, Activation.None);
    }
}
