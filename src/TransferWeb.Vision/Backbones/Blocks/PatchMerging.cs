using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>Makes each 2 × 2 pixels of a channels-last map [N,H,W,C] one of twice as many channels. Named as in torchvision.</summary>
internal sealed class PatchMerging : Block
{
    private readonly Block _norm;
    private readonly Block _reduction;

    /// <summary>Random weights.</summary>
    /// <param name="width">Channels in.</param>
    /// <param name="epsilon">Of the norm.</param>
    public PatchMerging(int width, double epsilon)
        : this(new LayerNorm(4 * width, epsilon), new Dense(4 * width, 2 * width, WeightInits.Truncated, biased: false)) { }

    private PatchMerging(Block norm, Block reduction)
        : base(nameof(PatchMerging))
    {
        _norm = norm;
        _reduction = reduction;
        register_module("norm", norm);
        register_module("reduction", reduction);
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        (long height, long width) = (input.shape[1], input.shape[2]);
        Tensor even = F.pad(input, [0, 0, 0, width % 2, 0, height % 2]);
        (long count, long rows, long columns, long channels) = (
            even.shape[0],
            even.shape[1] / 2,
            even.shape[2] / 2,
            even.shape[3]
        );

        // Torchvision's order of the four: down first, then to the right.
        Tensor merged = even.reshape(count, rows, 2, columns, 2, channels)
            .permute(0, 1, 3, 4, 2, 5)
            .reshape(count, rows, columns, 4 * channels);
        return _reduction.call(_norm.call(merged)).MoveToOuterDisposeScope();
    }

    public override Block Frozen(ScalarType dtype) => new PatchMerging(_norm.Frozen(dtype), _reduction.Frozen(dtype));
}
