using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>In training sets each element to zero with probability p and scales the rest by 1 / (1 − p); else passes its input on.</summary>
public sealed class Dropout : Module<Tensor, Tensor>
{
    public double p { get; set; }

    /// <summary>Whether the result is written over the input.</summary>
    public bool inplace { get; set; }

    internal Dropout(double p, bool inplace)
        : base(nameof(Dropout))
    {
        if (p is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(p), p, "A dropout probability is between 0 and 1.");
        }

        this.p = p;
        this.inplace = inplace;
    }

    public override Tensor forward(Tensor input) => functional.dropout(input, p, training, inplace);
}
