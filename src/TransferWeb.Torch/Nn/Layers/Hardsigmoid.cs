using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>relu6(x + 3) / 6.</summary>
public sealed class Hardsigmoid : Module<Tensor, Tensor>
{
    /// <summary>Whether the result is written over the input.</summary>
    public bool inplace { get; set; }

    internal Hardsigmoid(bool inplace)
        : base(nameof(Hardsigmoid))
    {
        this.inplace = inplace;
    }

    public override Tensor forward(Tensor input) => functional.hardsigmoid(input, inplace);
}
