using TransferWeb.Core.Models;
using TransferWeb.Vision.Backbones.Blocks;
using TransferWeb.Vision.Heads;

namespace TransferWeb.Vision.Backbones;

/// <summary>RegNetY-400MF: Radosavovic et al., "Designing Network Design Spaces", 2020.</summary>
internal sealed class RegNet : Backbone
{
    // Depth and width of each block of layers, which is what the paper's formula gives for this size.
    private static readonly (int Depth, int Width)[] Groups = [(1, 48), (3, 104), (6, 208), (6, 440)];

    public RegNet(BackboneManifest manifest, int classes)
        : base(manifest)
    {
        ConvNorm stem = new(3, 32, 3, 2, Activation.Relu);
        register_module("stem", stem);
        NameLevel trunk = new();
        register_module("trunk_output", trunk);
        List<(string, IReadOnlyList<Block>)> stages = [("stem", [stem])];
        int inputs = 32;
        for (int i = 0; i < Groups.Length; i++)
        {
            (int depth, int width) = Groups[i];
            (int before, int number) = (inputs, i + 1);
            Chain blocks = new([
                .. Enumerable
                    .Range(0, depth)
                    .Select(n =>
                        ($"block{number}-{n}", (Block)RegNetBlock.Create(n == 0 ? before : width, width, n == 0 ? 2 : 1))
                    ),
            ]);
            stages.Add(($"block{number}", [trunk.Add($"block{number}", blocks)]));
            inputs = width;
        }

        ClassifierHead head = new(manifest.FeatureDimensions, classes, dropout: 0, WeightInits.SmallNormal);
        register_module("fc", head);
        Assemble(head, stages);
    }
}
