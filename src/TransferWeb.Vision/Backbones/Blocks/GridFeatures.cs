using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>A map [N,C,H,W] averaged to a grid of fixed size, as features [N, C · side · side] in the order of channels, rows, columns.</summary>
/// <param name="side">Cells along a side of the grid.</param>
internal sealed class GridFeatures(int side) : Block(nameof(GridFeatures))
{
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        return F.adaptive_avg_pool2d(input, side).flatten(1).MoveToOuterDisposeScope();
    }

    public override Block Frozen(ScalarType dtype) => new GridFeatures(side);
}
