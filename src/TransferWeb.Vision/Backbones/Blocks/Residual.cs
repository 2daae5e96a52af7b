using TorchSharp;
using static TorchSharp.torch;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>A body and a way around it, added. The subclass names the parts.</summary>
internal class Residual : Block
{
    private readonly Block _body;
    private readonly Block? _shortcut;
    private readonly Activation _activation;

    /// <param name="body">What the input goes through. Its last step must not be an activation.</param>
    /// <param name="shortcut">What brings the input to the body's shape; null where it has that shape.</param>
    /// <param name="activation">What follows the addition.</param>
    /// <param name="named">Whether the parts are registered as <c>body</c> and <c>shortcut</c>; a subclass that names them itself says no.</param>
    public Residual(Block body, Block? shortcut, Activation activation, bool named = true)
        : base(nameof(Residual))
    {
        _body = body;
        _shortcut = shortcut;
        _activation = activation;
        if (named)
        {
            register_module("body", body);
            if (shortcut is not null)
            {
                register_module("shortcut", shortcut);
            }
        }
    }

    public sealed override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor sum = _body.call(input).add_(_shortcut?.call(input) ?? input);
        return _activation.Apply(sum).MoveToOuterDisposeScope();
    }

    public sealed override Block Frozen(ScalarType dtype) => Freeze(_body.Frozen(dtype), _shortcut?.Frozen(dtype), _activation);

    /// <summary>The inference-only form of a sum, from those of its parts.</summary>
    public static Block Freeze(Block body, Block? shortcut, Activation activation) =>
        body is Chain { Last: FrozenConv { IsLinear: true } last } chain
            ? new FrozenResidual(chain.WithoutLast(), last.FollowedBy(activation), shortcut)
            : new Residual(body, shortcut, activation);
}
