using TransferWeb.Core.Models;
using TransferWeb.Vision.Heads;

namespace TransferWeb.Vision.Backbones;

/// <summary>ResNet-18: He, Zhang, Ren, Sun, "Deep Residual Learning for Image Recognition", 2016.</summary>
internal sealed class ResNet18 : Backbone
{
    public ResNet18(BackboneManifest manifest, int classes)
        : base(manifest)
    {
        ConvNorm stem = new ConvNorm(3, 64, 7, 2, Activation.Relu).NamedIn(this, "conv1", "bn1");
        Chain layer1 = Layer("layer1", 64, 64, stride: 1);
        Chain layer2 = Layer("layer2", 64, 128, stride: 2);
        Chain layer3 = Layer("layer3", 128, 256, stride: 2);
        Chain layer4 = Layer("layer4", 256, 512, stride: 2);
        ClassifierHead head = new(manifest.FeatureDimensions, classes, dropout: 0);
        register_module("fc", head);
        Assemble(
            head,
            ("stem", [stem, new MaxPool(padding: 1, ceiling: false)]),
            ("layer1", [layer1]),
            ("layer2", [layer2]),
            ("layer3", [layer3]),
            ("layer4", [layer4])
        );
    }

    private Chain Layer(string name, int inputs, int outputs, int stride)
    {
        Chain layer = new(BasicBlock.Create(inputs, outputs, stride), BasicBlock.Create(outputs, outputs, 1));
        register_module(name, layer);
        return layer;
    }
}
