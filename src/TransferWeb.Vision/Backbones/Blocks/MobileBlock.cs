using TorchSharp;
using static TorchSharp.torch;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>
/// The block of MobileNetV3 and EfficientNet: a body, named <c>block</c>, that is added to its input where the shapes agree. In training mode whole
/// bodies are left out at random (Huang et al., "Deep Networks with Stochastic Depth", 2016).
/// </summary>
internal sealed class MobileBlock : Block
{
    private readonly Chain _body;
    private readonly bool _adds;
    private readonly double _drop;

    /// <param name="body">From the input to the result, ending without activation where it is added.</param>
    /// <param name="adds">Whether the input is added.</param>
    /// <param name="drop">Share of pictures for which the body is left out in training mode, 0 to 1.</param>
    public MobileBlock(Chain body, bool adds, double drop = 0)
        : base(nameof(MobileBlock))
    {
        _body = body;
        _adds = adds;
        _drop = drop;
        register_module("block", body);
    }

    public override Tensor forward(Tensor input)
    {
        if (!_adds)
        {
            return _body.call(input);
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor kept = torchvision.ops.stochastic_depth(_body.call(input), _drop, torchvision.StochasticDepth.Mode.Row, training);
        return kept.add_(input).MoveToOuterDisposeScope();
    }

    public override Block Frozen(ScalarType dtype)
    {
        Block body = _body.Frozen(dtype);
        return _adds ? Residual.Freeze(body, null, Activation.None) : body;
    }
}
