using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>
/// A part of a backbone that turns one tensor into the next and knows its inference-only form. Tensors are pictures and maps [N,C,H,W], maps
/// with the channels last [N,H,W,C], tokens [N,T,C] or features [N,F]; each block says which. Names in the state dict are given by whoever
/// registers the part, never by its fields.
/// </summary>
internal abstract class Block : Module<Tensor, Tensor>
{
    private protected Block(string name)
        : base(name) { }

    /// <summary>
    /// A copy that computes the same in evaluation mode, faster: batch norm folded into the convolution before it, convolution weights channels-last,
    /// all weights of type <paramref name="dtype"/>, nothing recorded for gradients.
    /// </summary>
    public abstract Block Frozen(ScalarType dtype);

    /// <summary>Does nothing: registration is explicit, because two levels of state-dict names can share one part.</summary>
    protected sealed override void RegisterComponents() { }
}
