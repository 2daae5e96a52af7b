using TransferWeb.Core.Models;
using TransferWeb.Vision.Heads;

namespace TransferWeb.Vision.Backbones;

/// <summary>SqueezeNet 1.0: Iandola et al., "SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and &lt;0.5MB model size", 2016.</summary>
internal sealed class SqueezeNet : Backbone
{
    public SqueezeNet(BackboneManifest manifest, int classes)
        : base(manifest)
    {
        NameLevel features = new();
        register_module("features", features);
        BiasedConv stem = new BiasedConv(3, 96, 7, stride: 2).NamedIn(features, "0");
        Block[] stage1 = [Pool(), Fire("3", 96, 16, 64), Fire("4", 128, 16, 64), Fire("5", 128, 32, 128)];
        Block[] stage2 =
        [
            Pool(),
            Fire("7", 256, 32, 128),
            Fire("8", 256, 48, 192),
            Fire("9", 384, 48, 192),
            Fire("10", 384, 64, 256),
        ];
        Block[] stage3 = [Pool(), Fire("12", 512, 64, 256)];
        NameLevel classifier = new();
        register_module("classifier", classifier);
        ConvolutionHead head = classifier.Add("1", new ConvolutionHead(manifest.FeatureDimensions, classes, dropout: 0.5));
        Assemble(head, ("stem", [stem]), ("stage1", stage1), ("stage2", stage2), ("stage3", stage3));

        Fire Fire(string name, int inputs, int squeezed, int expanded) =>
            features.Add(name, new Fire(inputs, squeezed, expanded));
        static MaxPool Pool() => new(padding: 0, ceiling: true);
    }
}
