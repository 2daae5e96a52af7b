using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>
/// The first step of a vision transformer: pictures [N,3,H,W] cut into patches, each made a token; a class token before them; and to each
/// what its place means: tokens [N, 1 + patches, C]. Places learnt for another number of patches are resized bicubically.
/// </summary>
internal sealed class PatchTokens : Block
{
    private readonly Block _projection;
    private readonly Tensor _classToken;
    private readonly Tensor _positions;
    private readonly bool _alignsCorners;

    /// <param name="projection">From pictures to a map with one pixel a patch.</param>
    /// <param name="classToken">[1,1,C].</param>
    /// <param name="positions">[1, 1 + side · side, C].</param>
    /// <param name="alignsCorners">Whether resizing keeps the outer places where they are (torchvision) or the outer edges (DINOv2).</param>
    /// <param name="maskToken">What stood for hidden patches when it was pretrained, where its files have that: kept, and not used.</param>
    public PatchTokens(
        PlainConv projection,
        Parameter classToken,
        Parameter positions,
        bool alignsCorners,
        Parameter? maskToken = null
    )
        : base(nameof(PatchTokens))
    {
        _projection = projection;
        _classToken = classToken;
        _positions = positions;
        _alignsCorners = alignsCorners;
        register_module("projection", projection);
        register_parameter("class_token", classToken);
        register_parameter("positions", positions);
        if (maskToken is not null)
        {
            register_parameter("mask_token", maskToken);
        }
    }

    // Positions stay in float32: they are resized in it.
    private PatchTokens(PatchTokens source, ScalarType dtype)
        : base(nameof(PatchTokens))
    {
        _projection = source._projection.Frozen(dtype);
        _classToken = FrozenTensor.Of(source._classToken, dtype);
        _positions = FrozenTensor.Of(source._positions, float32);
        _alignsCorners = source._alignsCorners;
        register_module("projection", _projection);
        register_buffer("class_token", _classToken);
        register_buffer("positions", _positions);
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor map = _projection.call(input);
        (long count, long width, long rows, long columns) = (map.shape[0], map.shape[1], map.shape[2], map.shape[3]);
        Tensor patches = map.flatten(2).transpose(1, 2);
        Tensor tokens = cat([_classToken.expand(count, 1, width).to(patches.dtype), patches], 1);
        return (tokens + PositionsFor(rows, columns).to(tokens.dtype)).MoveToOuterDisposeScope();
    }

    public override Block Frozen(ScalarType dtype) => new PatchTokens(this, dtype);

    private Tensor PositionsFor(long rows, long columns)
    {
        long side = (long)Math.Sqrt(_positions.shape[1] - 1);
        if (rows == side && columns == side)
        {
            return _positions;
        }

        long width = _positions.shape[2];
        Tensor learnt = _positions.narrow(1, 1, side * side).reshape(1, side, side, width).permute(0, 3, 1, 2);
        Tensor resized = F.interpolate(learnt, [rows, columns], mode: InterpolationMode.Bicubic, align_corners: _alignsCorners);
        return cat([_positions.narrow(1, 0, 1), resized.flatten(2).transpose(1, 2)], 1);
    }
}
