using System.Globalization;
using TransferWeb.Core.Models;
using TransferWeb.Vision.Backbones.Blocks;
using TransferWeb.Vision.Heads;

namespace TransferWeb.Vision.Backbones;

/// <summary>Swin-T: Liu et al., "Swin Transformer: Hierarchical Vision Transformer using Shifted Windows", 2021.</summary>
internal sealed class Swin : Backbone
{
    private const double Epsilon = 1e-5;
    private const int Patch = 4;
    private const int Shift = 3;

    // Share of pictures for which the last block is left out in training mode; the share grows evenly from 0 at the first.
    private const double LastDrop = 0.2;

    private static readonly (int Depth, int Heads)[] Groups = [(2, 3), (2, 6), (6, 12), (2, 24)];

    private readonly NameLevel features = new();
    private int parts;

    public Swin(BackboneManifest manifest, int classes)
        : base(manifest)
    {
        register_module("features", features);
        int width = 96;
        PlainConv patches = new(3, width, Patch, WeightInits.Torch, stride: Patch);
        List<(string Name, IReadOnlyList<Block> Blocks)> stages =
        [
            ("stem", [Part(new Chain(patches, new Permuted(0, 2, 3, 1), new LayerNorm(width, Epsilon)))]),
        ];
        int last = Groups.Sum(group => group.Depth) - 1;
        int built = 0;
        foreach ((int depth, int heads) in Groups)
        {
            List<Block> blocks = [];
            if (stages.Count > 1)
            {
                blocks.Add(Part(new PatchMerging(width, Epsilon)));
                width *= 2;
            }

            (int channels, int first) = (width, built);
            blocks.Add(
                Part(
                    new Chain([
                        .. Enumerable
                            .Range(0, depth)
                            .Select(i => Layer(channels, heads, i % 2 == 0 ? 0 : Shift, LastDrop * (first + i) / last)),
                    ])
                )
            );
            built += depth;
            stages.Add(($"stage{stages.Count}", blocks));
        }

        LayerNorm norm = new(width, Epsilon);
        register_module("norm", norm);
        ClassifierHead head = new(width, classes, dropout: 0, WeightInits.Truncated);
        register_module("head", head);
        stages[^1] = (stages[^1].Name, [.. stages[^1].Blocks, norm, new Permuted(0, 3, 1, 2)]);
        Assemble(head, stages);
    }

    private Block Part(Block part)
    {
        string name = parts.ToString(CultureInfo.InvariantCulture);
        parts++;
        return features.Add(name, part);
    }

    private static EncoderLayer Layer(int width, int heads, int shift, double drop)
    {
        LayerNorm first = new(width, Epsilon);
        WindowAttention attention = new(width, heads, shift);
        LayerNorm second = new(width, Epsilon);
        NameLevel mlp = new();
        Dense widen = mlp.Add("0", new Dense(width, 4 * width, WeightInits.Truncated, Activation.Gelu));
        Dense narrow = mlp.Add("3", new Dense(4 * width, width, WeightInits.Truncated));
        EncoderLayer layer = new(new Chain(first, attention), new Chain(second, widen, narrow), drop);
        layer.register_module("norm1", first);
        layer.register_module("attn", attention);
        layer.register_module("norm2", second);
        layer.register_module("mlp", mlp);
        return layer;
    }
}
