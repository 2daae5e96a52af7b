using static TorchSharp.torch;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>The average of a map [N,C,H,W] over the picture, as features [N,C] of the map's type.</summary>
internal sealed class GlobalAverage() : Block(nameof(GlobalAverage))
{
    public override Tensor forward(Tensor input) => input.mean([2, 3]);

    public override Block Frozen(ScalarType dtype) => new GlobalAverage();
}
