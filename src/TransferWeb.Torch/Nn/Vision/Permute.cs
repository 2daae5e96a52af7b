using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torchvision
{
    /// <summary>Puts the dimensions in another order.</summary>
    public sealed class Permute : nn.Module<Tensor, Tensor>
    {
        private readonly long[] _order;

        public Permute(IEnumerable<long> dims)
            : base(nameof(Permute))
        {
            _order = [.. dims];
        }

        public override Tensor forward(Tensor input) => input.permute(_order);
    }

    public static partial class ops
    {
        /// <inheritdoc cref="torchvision.Permute"/>
        public static Permute Permute(params long[] dims) => new(dims);
    }
}
