using TransferWeb.Core.Models;
using TransferWeb.Vision.Backbones.Blocks;
using TransferWeb.Vision.Heads;

namespace TransferWeb.Vision.Backbones;

/// <summary>
/// Our own small residual network for machines without a network connection: plain 3 × 3 convolutions, which two processor cores do faster
/// than fewer multiplications in depthwise form.
/// </summary>
internal sealed class TransferWebMini : Backbone
{
    public TransferWebMini(BackboneManifest manifest, int classes)
        : base(manifest)
    {
        ConvNorm stem = new ConvNorm(3, 24, 3, 2, Activation.Relu).NamedIn(this, "conv1", "bn1");
        Chain layer1 = Layer("layer1", 24, 32, blocks: 1);
        Chain layer2 = Layer("layer2", 32, 64, blocks: 2);
        Chain layer3 = Layer("layer3", 64, 112, blocks: 2);
        Chain layer4 = Layer("layer4", 112, manifest.FeatureDimensions, blocks: 1);
        ClassifierHead head = new(manifest.FeatureDimensions, classes, dropout: 0);
        register_module("fc", head);
        Assemble(head, ("stem", [stem]), ("layer1", [layer1]), ("layer2", [layer2]), ("layer3", [layer3]), ("layer4", [layer4]));
    }

    private Chain Layer(string name, int inputs, int outputs, int blocks)
    {
        Chain layer = new([
            .. Enumerable.Range(0, blocks).Select(i => BasicBlock.Create(i == 0 ? inputs : outputs, outputs, i == 0 ? 2 : 1)),
        ]);
        register_module(name, layer);
        return layer;
    }
}
