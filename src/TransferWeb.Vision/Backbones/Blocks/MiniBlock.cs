using TorchSharp;
using static TorchSharp.torch;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>
/// The block of <c>transferweb_mini</c>: widen, filter, narrow again without activation; added to its input where the shapes agree. Where maps
/// are large, widening and filtering are one plain 3 × 3 convolution, which processors do faster than the two apart (Tan and Le,
/// "EfficientNetV2: Smaller Models and Faster Training", 2021); where they are small, each channel is filtered alone, which needs fewer weights.
/// </summary>
internal sealed class MiniBlock : Block
{
    private readonly Block _computation;

    private MiniBlock(Block body, bool around)
        : base(nameof(MiniBlock))
    {
        _computation = around ? new Residual(body, null, Activation.None) : body;
    }

    /// <summary>Random weights; widened by a plain 3 × 3 convolution.</summary>
    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="stride">Step of the filter; above 1 the map shrinks.</param>
    /// <param name="expansion">How many times wider the middle is than the input.</param>
    public static MiniBlock Plain(int inputs, int outputs, int stride, int expansion)
    {
        int hidden = inputs * expansion;
        ConvNorm widen = new(inputs, hidden, 3, stride, Activation.Relu);
        ConvNorm narrow = new(hidden, outputs, 1, 1, Activation.None);
        MiniBlock block = new(new Chain(widen, narrow), stride == 1 && inputs == outputs);
        block.register_module("widen", widen);
        block.register_module("narrow", narrow);
        return block;
    }

    /// <summary>Random weights; widened by a 1 × 1 convolution, then each channel filtered alone. Parameters as for <see cref="Plain"/>.</summary>
    public static MiniBlock Depthwise(int inputs, int outputs, int stride, int expansion)
    {
        int hidden = inputs * expansion;
        ConvNorm widen = new(inputs, hidden, 1, 1, Activation.Relu);
        ConvNorm filter = new(hidden, hidden, 3, stride, Activation.Relu, groups: hidden);
        ConvNorm narrow = new(hidden, outputs, 1, 1, Activation.None);
        MiniBlock block = new(new Chain(widen, filter, narrow), stride == 1 && inputs == outputs);
        block.register_module("widen", widen);
        block.register_module("filter", filter);
        block.register_module("narrow", narrow);
        return block;
    }

    public override Tensor forward(Tensor input) => _computation.call(input);

    public override Block Frozen(ScalarType dtype) => _computation.Frozen(dtype);
}
