using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>Blocks one after the other, named <c>0</c>, <c>1</c>, … or as they are told.</summary>
internal sealed class Chain : Block
{
    private readonly Block[] _blocks;

    public Chain(params Block[] blocks)
        : this([.. blocks.Select((block, i) => (i.ToString(CultureInfo.InvariantCulture), block))]) { }

    public Chain(params (string Name, Block Block)[] blocks)
        : base(nameof(Chain))
    {
        _blocks = [.. blocks.Select(entry => entry.Block)];
        foreach ((string name, Block block) in blocks)
        {
            register_module(name, block);
        }
    }

    /// <summary>The last block.</summary>
    public Block Last => _blocks[^1];

    /// <summary>The blocks before the last.</summary>
    public Chain WithoutLast() => new([.. _blocks.SkipLast(1)]);

    public override Tensor forward(Tensor input) => Run(_blocks, input);

    public override Block Frozen(ScalarType dtype) => new Chain([.. _blocks.Select(block => block.Frozen(dtype))]);

    /// <summary>Runs the blocks in order. Each map is let go as soon as the next is there; while training, autograd holds what it needs.</summary>
    public static Tensor Run(IEnumerable<Block> blocks, Tensor input)
    {
        Tensor map = input;
        foreach (Block block in blocks)
        {
            Tensor next = block.call(map);
            if (!ReferenceEquals(map, input))
            {
                map.Dispose();
            }

            map = next;
        }

        return map;
    }
}
