using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Makes one dimension of a run of neighbouring ones.</summary>
public sealed class Flatten : Module<Tensor, Tensor>
{
    public long start_dim { get; }
    public long end_dim { get; }

    internal Flatten(long start_dim, long end_dim)
        : base(nameof(Flatten))
    {
        this.start_dim = start_dim;
        this.end_dim = end_dim;
    }

    public override Tensor forward(Tensor input) => input.flatten(start_dim, end_dim);
}
