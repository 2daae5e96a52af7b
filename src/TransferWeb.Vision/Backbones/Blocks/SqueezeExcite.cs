using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>
/// Weighs the channels of a map [N,C,H,W] by what the whole picture shows: Hu et al., "Squeeze-and-Excitation Networks", 2018. Named as in
/// torchvision: <c>fc1</c>, <c>fc2</c>.
/// </summary>
internal sealed class SqueezeExcite : Block
{
    private readonly Block _narrow;
    private readonly Block _widen;

    /// <summary>Random weights.</summary>
    /// <param name="channels">Channels of the map.</param>
    /// <param name="squeezed">Width of the middle.</param>
    /// <param name="activation">In the middle.</param>
    /// <param name="gate">Makes the weights from the result.</param>
    /// <param name="start">How the weights begin.</param>
    public SqueezeExcite(int channels, int squeezed, Activation activation, Activation gate, WeightInit start)
        : this(new PlainConv(channels, squeezed, 1, start, activation), new PlainConv(squeezed, channels, 1, start, gate)) { }

    private SqueezeExcite(Block narrow, Block widen)
        : base(nameof(SqueezeExcite))
    {
        _narrow = narrow;
        _widen = widen;
        register_module("fc1", narrow);
        register_module("fc2", widen);
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weights = _widen.call(_narrow.call(F.adaptive_avg_pool2d(input, 1)));
        return (weights * input).MoveToOuterDisposeScope();
    }

    public override Block Frozen(ScalarType dtype) => new SqueezeExcite(_narrow.Frozen(dtype), _widen.Frozen(dtype));
}
