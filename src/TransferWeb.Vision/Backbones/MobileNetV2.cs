using System.Globalization;
using TransferWeb.Core.Models;
using TransferWeb.Vision.Backbones.Blocks;
using TransferWeb.Vision.Heads;

namespace TransferWeb.Vision.Backbones;

/// <summary>MobileNetV2 at width 1: Sandler et al., "MobileNetV2: Inverted Residuals and Linear Bottlenecks", 2018.</summary>
internal sealed class MobileNetV2 : Backbone
{
    // Expansion, channels out, number of blocks, stride of the first: table 2 of the paper.
    private static readonly (int Expansion, int Outputs, int Blocks, int Stride)[] Groups =
    [
        (1, 16, 1, 1),
        (6, 24, 2, 2),
        (6, 32, 3, 2),
        (6, 64, 4, 2),
        (6, 96, 3, 1),
        (6, 160, 3, 2),
        (6, 320, 1, 1),
    ];

    public MobileNetV2(BackboneManifest manifest, int classes)
        : base(manifest)
    {
        List<Block> blocks = [new ConvNorm(3, 32, 3, 2, Activation.Relu6)];
        int channels = 32;
        foreach ((int expansion, int outputs, int count, int stride) in Groups)
        {
            for (int i = 0; i < count; i++)
            {
                blocks.Add(new InvertedResidual(channels, outputs, i == 0 ? stride : 1, expansion));
                channels = outputs;
            }
        }

        blocks.Add(new ConvNorm(channels, manifest.FeatureDimensions, 1, 1, Activation.Relu6));
        NameLevel features = new();
        register_module("features", features);
        for (int i = 0; i < blocks.Count; i++)
        {
            features.Add(i.ToString(CultureInfo.InvariantCulture), blocks[i]);
        }

        NameLevel classifier = new();
        register_module("classifier", classifier);
        ClassifierHead head = classifier.Add(
            "1",
            new ClassifierHead(manifest.FeatureDimensions, classes, dropout: 0.2, WeightInits.SmallNormal)
        );
        Assemble(
            head,
            ("stem", blocks[..2]),
            ("stage1", blocks[2..4]),
            ("stage2", blocks[4..7]),
            ("stage3", blocks[7..14]),
            ("stage4", blocks[14..])
        );
    }
}
