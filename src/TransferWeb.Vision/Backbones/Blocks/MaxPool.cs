using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>The largest of each neighbourhood of a map [N,C,H,W], every second pixel.</summary>
internal sealed class MaxPool : Block
{
    private readonly int _kernel;
    private readonly int _padding;
    private readonly bool _ceiling;
    private readonly MaxPool2d _pool;

    /// <param name="padding">Rim in pixels.</param>
    /// <param name="ceiling">Whether a window that is only partly inside counts.</param>
    /// <param name="kernel">Side of the neighbourhood in pixels.</param>
    public MaxPool(int padding, bool ceiling, int kernel = 3)
        : base(nameof(MaxPool))
    {
        _kernel = kernel;
        _padding = padding;
        _ceiling = ceiling;
        _pool = MaxPool2d(kernel, stride: 2, padding: padding, ceil_mode: ceiling);
    }

    public override Tensor forward(Tensor input) => _pool.call(input);

    public override Block Frozen(ScalarType dtype) => new MaxPool(_padding, _ceiling, _kernel);
}
