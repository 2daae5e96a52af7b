using System.Globalization;
using TransferWeb.Core.Models;
using TransferWeb.Vision.Backbones.Blocks;
using TransferWeb.Vision.Heads;

namespace TransferWeb.Vision.Backbones;

/// <summary>ConvNeXt-T: Liu et al., "A ConvNet for the 2020s", 2022.</summary>
internal sealed class ConvNext : Backbone
{
    private const double Epsilon = 1e-6;

    // Share of pictures for which the last block is left out in training mode; the share grows evenly from 0 at the first.
    private const double LastDrop = 0.1;

    private static readonly (int Depth, int Width)[] Groups = [(3, 96), (3, 192), (9, 384), (3, 768)];

    private readonly NameLevel features = new();
    private int parts;

    public ConvNext(BackboneManifest manifest, int classes)
        : base(manifest)
    {
        register_module("features", features);
        int width = Groups[0].Width;
        List<(string Name, IReadOnlyList<Block> Blocks)> stages =
        [
            ("stem", [Part(Reduction(3, width, 4), new LayerNorm(width, Epsilon, ofMaps: true))]),
        ];
        int last = Groups.Sum(group => group.Depth) - 1;
        int built = 0;
        foreach ((int depth, int outputs) in Groups)
        {
            List<Block> blocks = [];
            if (stages.Count > 1)
            {
                blocks.Add(Part(new LayerNorm(width, Epsilon, ofMaps: true), Reduction(width, outputs, 2)));
                width = outputs;
            }

            int first = built;
            blocks.Add(
                Part([
                    .. Enumerable.Range(0, depth).Select(i => new ConvNextBlock(outputs, Epsilon, LastDrop * (first + i) / last)),
                ])
            );
            built += depth;
            stages.Add(($"stage{stages.Count}", blocks));
        }

        NameLevel classifier = new();
        register_module("classifier", classifier);
        LayerNorm norm = classifier.Add("0", new LayerNorm(width, Epsilon));
        ClassifierHead head = classifier.Add("2", new ClassifierHead(width, classes, dropout: 0, WeightInits.Truncated));
        stages[^1] = (stages[^1].Name, [.. stages[^1].Blocks, new GlobalAverage(), norm]);
        Assemble(head, stages);
    }

    private Chain Part(params Block[] blocks)
    {
        string name = parts.ToString(CultureInfo.InvariantCulture);
        parts++;
        return features.Add(name, new Chain(blocks));
    }

    // A convolution whose windows do not overlap.
    private static PlainConv Reduction(int inputs, int outputs, int side) =>
        new(inputs, outputs, side, WeightInits.Truncated, stride: side);
}
