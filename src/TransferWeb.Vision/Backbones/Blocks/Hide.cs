using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>Dropout: hides a share of its input at random in training mode.</summary>
/// <param name="share">0 to 1.</param>
internal sealed class Hide(double share) : Block(nameof(Hide))
{
    public override Tensor forward(Tensor input) => training ? F.dropout(input, share, training: true) : input.alias();

    public override Block Frozen(ScalarType dtype) => new Hide(0);
}
