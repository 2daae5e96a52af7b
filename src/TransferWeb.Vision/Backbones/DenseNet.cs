using TransferWeb.Core.Models;
using TransferWeb.Vision.Backbones.Blocks;
using TransferWeb.Vision.Heads;

namespace TransferWeb.Vision.Backbones;

/// <summary>DenseNet-121: Huang, Liu, van der Maaten, Weinberger, "Densely Connected Convolutional Networks", 2017.</summary>
internal sealed class DenseNet : Backbone
{
    private const int Growth = 32;
    private const int MiddleWidth = 4 * Growth;
    private static readonly int[] Depths = [6, 12, 24, 16];

    private readonly NameLevel features = new();

    public DenseNet(BackboneManifest manifest, int classes)
        : base(manifest)
    {
        register_module("features", features);
        int channels = 64;
        ConvNorm stem = new ConvNorm(3, channels, 7, 2, Activation.Relu, start: WeightInits.HeFanIn).NamedIn(
            features,
            "conv0",
            "norm0"
        );
        List<(string, IReadOnlyList<Block>)> stages = [("stem", [stem, new MaxPool(padding: 1, ceiling: false)])];
        for (int i = 0; i < Depths.Length; i++)
        {
            List<Block> blocks = [];
            if (i > 0)
            {
                blocks.AddRange(Transition($"transition{i}", channels));
                channels /= 2;
            }

            int before = channels;
            Chain layers = new([
                .. Enumerable
                    .Range(0, Depths[i])
                    .Select(n => ($"denselayer{n + 1}", (Block)new DenseLayer(before + (n * Growth), MiddleWidth, Growth))),
            ]);
            blocks.Add(features.Add($"denseblock{i + 1}", layers));
            channels += Depths[i] * Growth;
            if (i == Depths.Length - 1)
            {
                blocks.Add(new NormRelu(channels).NamedIn(features, "norm5"));
            }

            stages.Add(($"block{i + 1}", blocks));
        }

        ClassifierHead head = new(manifest.FeatureDimensions, classes, dropout: 0, WeightInits.TorchZeroBias);
        register_module("classifier", head);
        Assemble(head, stages);
    }

    private Block[] Transition(string name, int channels)
    {
        NameLevel level = features.Add(name, new NameLevel());
        return
        [
            new NormRelu(channels).NamedIn(level, "norm"),
            new PlainConv(channels, channels / 2, 1, WeightInits.HeFanIn, biased: false).NamedIn(level, "conv"),
            new Halve(),
        ];
    }
}
