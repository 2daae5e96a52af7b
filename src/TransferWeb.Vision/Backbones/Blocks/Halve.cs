using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>Averages each 2 × 2 pixels of a map [N,C,H,W].</summary>
internal sealed class Halve() : Block(nameof(Halve))
{
    public override Tensor forward(Tensor input) => F.avg_pool2d(input, 2);

    public override Block Frozen(ScalarType dtype) => new Halve();
}
