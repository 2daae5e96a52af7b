using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>Pictures [N,3,H,W] made grey (ITU-R BT.601), averaged to a square of fixed side, as features [N, side · side] in rows.</summary>
/// <param name="side">Side of the square in pixels.</param>
internal sealed class GreyPicture(int side) : Block(nameof(GreyPicture))
{
    private const float Red = 0.299f;
    private const float Green = 0.587f;
    private const float Blue = 0.114f;

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor shares = tensor([Red, Green, Blue], [1, 3, 1, 1], dtype: input.dtype, device: input.device);
        Tensor grey = (input * shares).sum(dim: 1, keepdim: true);
        return F.adaptive_avg_pool2d(grey, side).flatten(1).MoveToOuterDisposeScope();
    }

    public override Block Frozen(ScalarType dtype) => new GreyPicture(side);
}
