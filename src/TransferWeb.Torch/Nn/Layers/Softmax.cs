using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>exp(x) scaled so that it sums to 1 along one dimension.</summary>
public sealed class Softmax : Module<Tensor, Tensor>
{
    public long dim { get; set; }

    internal Softmax(long dim)
        : base(nameof(Softmax))
    {
        this.dim = dim;
    }

    public override Tensor forward(Tensor input) => functional.softmax(input, dim);
}
