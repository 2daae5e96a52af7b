using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>x · Φ(x), with Φ the normal distribution function.</summary>
public sealed class GELU : Module<Tensor, Tensor>
{
    /// <summary>Whether Φ is exact or the usual tanh approximation.</summary>
    public enum Approximate
    {
        none,
        tanh,
    }

    /// <summary>Whether the result is written over the input.</summary>
    public bool inplace { get; set; }

    public Approximate approximate { get; set; }

    internal GELU(Approximate approximate, bool inplace)
        : base(nameof(GELU))
    {
        this.approximate = approximate;
        this.inplace = inplace;
    }

    public override Tensor forward(Tensor input) => functional.gelu(input, approximate, inplace);
}
