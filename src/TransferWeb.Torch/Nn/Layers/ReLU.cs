using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>max(0, x).</summary>
public sealed class ReLU : Module<Tensor, Tensor>
{
    /// <summary>Whether the result is written over the input.</summary>
    public bool inplace { get; set; }

    internal ReLU(bool inplace)
        : base(nameof(ReLU))
    {
        this.inplace = inplace;
    }

    public override Tensor forward(Tensor input) => functional.relu(input, inplace);
}
