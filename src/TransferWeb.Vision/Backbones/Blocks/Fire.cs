using TorchSharp;
using static TorchSharp.torch;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>SqueezeNet's block: narrow by a 1 × 1 convolution, then widen by 1 × 1 and 3 × 3 convolutions side by side.</summary>
internal sealed class Fire : Block
{
    private readonly Block _squeeze;
    private readonly Block _expand1;
    private readonly Block _expand3;

    /// <summary>Random weights; torchvision's names.</summary>
    /// <param name="inputs">Channels in.</param>
    /// <param name="squeezed">Channels in the middle.</param>
    /// <param name="expanded">Channels out of each of the two branches.</param>
    public Fire(int inputs, int squeezed, int expanded)
        : base(nameof(Fire))
    {
        _squeeze = new PlainConv(inputs, squeezed, 1, WeightInits.HeUniform, Activation.Relu).NamedIn(this, "squeeze");
        _expand1 = new PlainConv(squeezed, expanded, 1, WeightInits.HeUniform, Activation.Relu).NamedIn(this, "expand1x1");
        _expand3 = new PlainConv(squeezed, expanded, 3, WeightInits.HeUniform, Activation.Relu, padding: 1).NamedIn(
            this,
            "expand3x3"
        );
    }

    private Fire(Block squeeze, Block expand1, Block expand3)
        : base(nameof(Fire))
    {
        _squeeze = squeeze;
        _expand1 = expand1;
        _expand3 = expand3;
        register_module("squeeze", squeeze);
        register_module("expand1x1", expand1);
        register_module("expand3x3", expand3);
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor narrow = _squeeze.call(input);
        return cat([_expand1.call(narrow), _expand3.call(narrow)], 1).MoveToOuterDisposeScope();
    }

    public override Block Frozen(ScalarType dtype) =>
        new Fire(_squeeze.Frozen(dtype), _expand1.Frozen(dtype), _expand3.Frozen(dtype));
}
