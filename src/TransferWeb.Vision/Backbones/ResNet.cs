using TransferWeb.Core.Models;
using TransferWeb.Vision.Backbones.Blocks;
using TransferWeb.Vision.Heads;

namespace TransferWeb.Vision.Backbones;

/// <summary>ResNet-18 to -101: He, Zhang, Ren, Sun, "Deep Residual Learning for Image Recognition", 2016.</summary>
internal sealed class ResNet : Backbone
{
    private ResNet(BackboneManifest manifest, int classes, Func<int, int, int, Block> block, int expansion, int[] depths)
        : base(manifest)
    {
        ConvNorm stem = new ConvNorm(3, 64, 7, 2, Activation.Relu).NamedIn(this, "conv1", "bn1");
        List<(string, IReadOnlyList<Block>)> stages = [("stem", [stem, new MaxPool(padding: 1, ceiling: false)])];
        int inputs = 64;
        for (int i = 0; i < depths.Length; i++)
        {
            int width = 64 << i;
            int outputs = width * expansion;
            int before = inputs;
            Chain layer = new([
                .. Enumerable.Range(0, depths[i]).Select(n => block(n == 0 ? before : outputs, width, n == 0 && i > 0 ? 2 : 1)),
            ]);
            register_module($"layer{i + 1}", layer);
            stages.Add(($"layer{i + 1}", [layer]));
            inputs = outputs;
        }

        ClassifierHead head = new(manifest.FeatureDimensions, classes, dropout: 0);
        register_module("fc", head);
        Assemble(head, stages);
    }

    /// <summary>Of two convolutions a block: ResNet-18 and -34.</summary>
    public static ResNet Basic(BackboneManifest manifest, int classes, params int[] depths) =>
        new(manifest, classes, BasicBlock.Create, 1, depths);

    /// <summary>Of three convolutions a block: ResNet-50 and deeper.</summary>
    public static ResNet Deep(BackboneManifest manifest, int classes, params int[] depths) =>
        new(manifest, classes, Bottleneck.Create, Bottleneck.Expansion, depths);
}
