using static TorchSharp.torch;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>A view of its input with the dimensions in another order.</summary>
/// <param name="order">The input's dimensions, in the result's order.</param>
internal sealed class Permuted(params long[] order) : Block(nameof(Permuted))
{
    public override Tensor forward(Tensor input) => input.permute(order);

    public override Block Frozen(ScalarType dtype) => new Permuted(order);
}
