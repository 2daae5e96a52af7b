using System.Globalization;
using TransferWeb.Core.Models;
using TransferWeb.Vision.Backbones.Blocks;
using TransferWeb.Vision.Heads;

namespace TransferWeb.Vision.Backbones;

/// <summary>Four convolutions, each halving the map, after LeCun et al. (1998) with today's norms. Always learnt from scratch.</summary>
internal sealed class SmallCnn : Backbone
{
    private static readonly int[] Widths = [3, 32, 64, 128, 256];

    public SmallCnn(BackboneManifest manifest, int classes)
        : base(manifest)
    {
        NameLevel features = new();
        register_module("features", features);
        List<(string, IReadOnlyList<Block>)> stages = [];
        for (int i = 0; i < Widths.Length - 1; i++)
        {
            ConvNorm convolution = new(Widths[i], Widths[i + 1], 3, 1, Activation.Relu);
            features.Add(i.ToString(CultureInfo.InvariantCulture), convolution);
            stages.Add(($"layer{i + 1}", [convolution, new MaxPool(padding: 0, ceiling: false, kernel: 2)]));
        }

        ClassifierHead head = new(manifest.FeatureDimensions, classes, dropout: 0);
        register_module("classifier", head);
        Assemble(head, stages);
    }
}
