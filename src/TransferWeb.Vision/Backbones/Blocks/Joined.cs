using TorchSharp;
using static TorchSharp.torch;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>Linear maps of the same input, their results side by side in the last dimension. For inference they become one.</summary>
/// <param name="parts">Without activation. Whoever makes it names them.</param>
internal sealed class Joined(params Dense[] parts) : Block(nameof(Joined))
{
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        return cat([.. parts.Select(part => part.call(input))], -1).MoveToOuterDisposeScope();
    }

    public override Block Frozen(ScalarType dtype)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return new Dense(
            cat([.. parts.Select(part => part.Weight)], 0),
            cat([.. parts.Select(part => part.Bias!)], 0),
            Activation.None,
            dtype
        );
    }
}
