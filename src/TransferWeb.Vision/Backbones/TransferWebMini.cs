using TransferWeb.Core.Models;
using TransferWeb.Vision.Backbones.Blocks;
using TransferWeb.Vision.Heads;

namespace TransferWeb.Vision.Backbones;

/// <summary>
/// Our own small network for machines without a network connection, with half of MobileNetV2's depth. Its stages end in maps as wide as
/// MobileNetV2's, because it is taught stage by stage what that network makes of the same pictures.
/// </summary>
internal sealed class TransferWebMini : Backbone
{
    public TransferWebMini(BackboneManifest manifest, int classes)
        : base(manifest)
    {
        ConvNorm stem = new(3, 24, 3, 2, Activation.Relu);
        register_module("stem", stem);
        Chain layer1 = Layer("layer1", MiniBlock.Plain(24, 24, stride: 2, expansion: 3));
        Chain layer2 = Layer(
            "layer2",
            MiniBlock.Plain(24, 32, stride: 2, expansion: 4),
            MiniBlock.Plain(32, 32, stride: 1, expansion: 4)
        );
        Chain layer3 = Layer(
            "layer3",
            MiniBlock.Depthwise(32, 64, stride: 2, expansion: 6),
            MiniBlock.Depthwise(64, 64, stride: 1, expansion: 6),
            MiniBlock.Depthwise(64, 96, stride: 1, expansion: 6),
            MiniBlock.Depthwise(96, 96, stride: 1, expansion: 6)
        );
        Chain layer4 = Layer(
            "layer4",
            MiniBlock.Depthwise(96, 160, stride: 2, expansion: 6),
            MiniBlock.Depthwise(160, 160, stride: 1, expansion: 6),
            MiniBlock.Depthwise(160, 320, stride: 1, expansion: 6),
            new ConvNorm(320, manifest.FeatureDimensions, 1, 1, Activation.Relu)
        );
        ClassifierHead head = new(manifest.FeatureDimensions, classes, dropout: 0);
        register_module("fc", head);
        Assemble(head, ("stem", [stem]), ("layer1", [layer1]), ("layer2", [layer2]), ("layer3", [layer3]), ("layer4", [layer4]));
    }

    private Chain Layer(string name, params Block[] blocks)
    {
        Chain layer = new(blocks);
        register_module(name, layer);
        return layer;
    }
}
