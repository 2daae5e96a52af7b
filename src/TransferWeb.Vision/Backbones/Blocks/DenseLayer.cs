using TorchSharp;
using static TorchSharp.torch;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>DenseNet's layer: what it makes of a map [N,C,H,W] is put beside the map's own channels. Named as in torchvision.</summary>
internal sealed class DenseLayer : Block
{
    private readonly Block _body;

    /// <summary>Random weights.</summary>
    /// <param name="inputs">Channels in.</param>
    /// <param name="width">Channels in the middle.</param>
    /// <param name="growth">Channels it adds.</param>
    public DenseLayer(int inputs, int width, int growth)
        : base(nameof(DenseLayer))
    {
        WeightInit start = WeightInits.HeFanIn;
        _body = new Chain(
            new NormRelu(inputs).NamedIn(this, "norm1"),
            new ConvNorm(inputs, width, 1, 1, Activation.Relu, start: start).NamedIn(this, "conv1", "norm2"),
            new PlainConv(width, growth, 3, start, padding: 1, biased: false).NamedIn(this, "conv2")
        );
    }

    private DenseLayer(Block body)
        : base(nameof(DenseLayer))
    {
        _body = body;
        register_module("body", body);
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        return cat([input, _body.call(input)], 1).MoveToOuterDisposeScope();
    }

    public override Block Frozen(ScalarType dtype) => new DenseLayer(_body.Frozen(dtype));
}
