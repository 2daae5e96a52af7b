using TorchSharp;
using static TorchSharp.torch;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>
/// ShuffleNetV2's unit for maps [N,C,H,W]: two branches side by side whose channels are then mixed like two halves of a deck of cards. With
/// step 1 the first branch passes half of the channels on as they are. Named as in torchvision.
/// </summary>
internal sealed class ShuffleUnit : Block
{
    private readonly Block? _first;
    private readonly Block _second;
    private readonly bool _isFrozen;

    /// <summary>Random weights.</summary>
    /// <param name="inputs">Channels in; the same as out with step 1.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="stride">1 or 2.</param>
    public ShuffleUnit(int inputs, int outputs, int stride)
        : base(nameof(ShuffleUnit))
    {
        int half = outputs / 2;
        int seen = stride == 1 ? half : inputs;
        if (stride > 1)
        {
            NameLevel first = new();
            register_module("branch1", first);
            _first = new Chain(
                Conv(inputs, inputs, 3, stride, Activation.None, inputs).NamedIn(first, "0", "1"),
                Conv(inputs, half, 1, 1, Activation.Relu).NamedIn(first, "2", "3")
            );
        }

        NameLevel second = new();
        register_module("branch2", second);
        _second = new Chain(
            Conv(seen, half, 1, 1, Activation.Relu).NamedIn(second, "0", "1"),
            Conv(half, half, 3, stride, Activation.None, half).NamedIn(second, "3", "4"),
            Conv(half, half, 1, 1, Activation.Relu).NamedIn(second, "5", "6")
        );
    }

    private ShuffleUnit(Block? first, Block second)
        : base(nameof(ShuffleUnit))
    {
        _first = first;
        _second = second;
        _isFrozen = true;
        register_module("second", second);
        if (first is not null)
        {
            register_module("first", first);
        }
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] halves = _first is null ? input.chunk(2, 1) : [_first.call(input), input];
        Tensor both = cat([halves[0], _second.call(halves[1])], 1);
        return (_isFrozen ? ShuffledLast(both) : Shuffled(both)).MoveToOuterDisposeScope();
    }

    public override Block Frozen(ScalarType dtype) => new ShuffleUnit(_first?.Frozen(dtype), _second.Frozen(dtype));

    private static ConvNorm Conv(int inputs, int outputs, int kernel, int stride, Activation activation, int groups = 1) =>
        new(inputs, outputs, kernel, stride, activation, groups, start: WeightInits.Torch);

    private static Tensor Shuffled(Tensor map)
    {
        long[] shape = map.shape;
        return map.reshape(shape[0], 2, shape[1] / 2, shape[2], shape[3]).transpose(1, 2).reshape(shape);
    }

    // The same for maps laid out channels-last, which they stay.
    private static Tensor ShuffledLast(Tensor map)
    {
        Tensor last = map.permute(0, 2, 3, 1);
        long[] shape = last.shape;
        return last.reshape(shape[0], shape[1], shape[2], 2, shape[3] / 2).transpose(3, 4).reshape(shape).permute(0, 3, 1, 2);
    }
}
