using TorchSharp;
using static TorchSharp.torch;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>Features of tokens [N, 1 + patches, C]: the class token [N,C], and beside it the mean of the patches [N, 2 · C] where asked.</summary>
/// <param name="withMean">Whether the mean of the patches is part of them.</param>
internal sealed class TokenFeatures(bool withMean) : Block(nameof(TokenFeatures))
{
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor token = input.select(1, 0);
        Tensor features = withMean ? cat([token, input.narrow(1, 1, input.shape[1] - 1).mean([1])], 1) : token;
        return features.MoveToOuterDisposeScope();
    }

    public override Block Frozen(ScalarType dtype) => new TokenFeatures(withMean);
}
