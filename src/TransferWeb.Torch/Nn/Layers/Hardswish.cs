using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>x · relu6(x + 3) / 6.</summary>
public sealed class Hardswish : Module<Tensor, Tensor>
{
    /// <summary>Whether the result is written over the input.</summary>
    public bool inplace { get; set; }

    internal Hardswish(bool inplace)
        : base(nameof(Hardswish))
    {
        this.inplace = inplace;
    }

    public override Tensor forward(Tensor input) => functional.hardswish(input, inplace);
}
