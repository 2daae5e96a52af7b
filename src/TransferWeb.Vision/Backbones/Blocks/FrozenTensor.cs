using TorchSharp;
using static TorchSharp.torch;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>Weights of inference-only copies.</summary>
internal static class FrozenTensor
{
    /// <summary>A copy of the type given that needs no gradient and belongs to no scope.</summary>
    public static Tensor Of(Tensor weights, ScalarType dtype)
    {
        using DisposeScope scope = NewDisposeScope();
        return weights.detach().to(dtype).clone().DetachFromDisposeScope();
    }
}
