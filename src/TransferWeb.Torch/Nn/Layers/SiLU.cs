using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>x · sigmoid(x).</summary>
public sealed class SiLU : Module<Tensor, Tensor>
{
    /// <summary>Whether the result is written over the input.</summary>
    public bool inplace { get; set; }

    internal SiLU(bool inplace)
        : base(nameof(SiLU))
    {
        this.inplace = inplace;
    }

    public override Tensor forward(Tensor input) => functional.silu(input, inplace);
}
