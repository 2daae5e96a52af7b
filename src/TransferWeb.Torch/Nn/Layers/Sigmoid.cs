using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>1 / (1 + exp(−x)).</summary>
public sealed class Sigmoid : Module<Tensor, Tensor>
{
    /// <summary>Whether the result is written over the input.</summary>
    public bool inplace { get; set; }

    internal Sigmoid(bool inplace)
        : base(nameof(Sigmoid))
    {
        this.inplace = inplace;
    }

    public override Tensor forward(Tensor input) => functional.sigmoid(input, inplace);
}
