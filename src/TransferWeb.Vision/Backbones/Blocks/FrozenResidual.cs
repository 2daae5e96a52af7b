using TorchSharp;
using static TorchSharp.torch;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>
/// The inference-only form of a <see cref="Residual"/> whose body ends in a convolution, which then adds what went around the body and
/// applies the activation itself.
/// </summary>
internal sealed class FrozenResidual : Block
{
    private readonly Chain _body;
    private readonly FrozenConv _last;
    private readonly Block? _shortcut;

    /// <param name="body">What the input goes through before the last convolution.</param>
    /// <param name="last">The convolution, followed by what follows the addition.</param>
    /// <param name="shortcut">What brings the input to the result's shape; null where it has that shape.</param>
    public FrozenResidual(Chain body, FrozenConv last, Block? shortcut)
        : base(nameof(FrozenResidual))
    {
        _body = body;
        _last = last;
        _shortcut = shortcut;
        register_module("body", body);
        register_module("last", last);
        if (shortcut is not null)
        {
            register_module("shortcut", shortcut);
        }
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor inside = _body.call(input);
        Tensor around = _shortcut?.call(input) ?? input;
        return _last.Add(inside, around).MoveToOuterDisposeScope();
    }

    public override Block Frozen(ScalarType dtype) =>
        new FrozenResidual((Chain)_body.Frozen(dtype), (FrozenConv)_last.Frozen(dtype), _shortcut?.Frozen(dtype));
}
