using TorchSharp;
using static TorchSharp.torch;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>
/// A transformer's layer for tokens [N,T,C] or channels-last maps [N,H,W,C]: attention, then a small network for each token; each begins with
/// a norm and is added to its input. In training mode each is left out at random. Whoever makes it names the parts.
/// </summary>
internal sealed class EncoderLayer : Block
{
    private readonly Block _attend;
    private readonly Block _think;
    private readonly double _drop;

    /// <param name="attend">Norm and attention.</param>
    /// <param name="think">Norm and the network for each token.</param>
    /// <param name="drop">Share of pictures for which each is left out in training mode, 0 to 1.</param>
    public EncoderLayer(Block attend, Block think, double drop = 0)
        : base(nameof(EncoderLayer))
    {
        _attend = attend;
        _think = think;
        _drop = drop;
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        return Add(_think, Add(_attend, input)).MoveToOuterDisposeScope();
    }

    public override Block Frozen(ScalarType dtype) =>
        new Chain(
            new Residual(_attend.Frozen(dtype), null, Activation.None),
            new Residual(_think.Frozen(dtype), null, Activation.None)
        );

    private Tensor Add(Block part, Tensor input) =>
        torchvision.ops.stochastic_depth(part.call(input), _drop, torchvision.StochasticDepth.Mode.Row, training).add_(input);
}
