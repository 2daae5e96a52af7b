using TorchSharp;
using static TorchSharp.torch;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>The first step of an inference-only copy: the pictures in its type and layout.</summary>
internal sealed class FrozenInput(ScalarType dtype) : Block(nameof(FrozenInput))
{
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        return ChannelsLast.Of(input.to(dtype)).alias().MoveToOuterDisposeScope();
    }

    public override Block Frozen(ScalarType dtype) => new FrozenInput(dtype);
}
