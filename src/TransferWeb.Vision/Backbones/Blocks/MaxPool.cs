using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>The largest of each 3 × 3 neighbourhood, every second pixel.</summary>
internal sealed class MaxPool : Block
{
    private readonly int _padding;
    private readonly bool _ceiling;
    private readonly MaxPool2d _pool;

    /// <param name="padding">Rim in pixels.</param>
    /// <param name="ceiling">Whether a window that is only partly inside counts.</param>
    public MaxPool(int padding, bool ceiling)
        : base(nameof(MaxPool))
    {
        _padding = padding;
        _ceiling = ceiling;
        _pool = MaxPool2d(3, stride: 2, padding: padding, ceil_mode: ceiling);
    }

    public override Tensor forward(Tensor input) => _pool.call(input);

    public override Block Frozen(ScalarType dtype) => new MaxPool(_padding, _ceiling);
}
