using TransferWeb.Core.Models;
using TransferWeb.Vision.Backbones.Blocks;
using TransferWeb.Vision.Heads;

namespace TransferWeb.Vision.Backbones;

/// <summary>ShuffleNetV2 (1.0 x): Ma, Zhang, Zheng, Sun, "ShuffleNet V2: Practical Guidelines for Efficient CNN Architecture Design", 2018.</summary>
internal sealed class ShuffleNetV2 : Backbone
{
    public ShuffleNetV2(BackboneManifest manifest, int classes)
        : base(manifest)
    {
        ConvNorm stem = new(3, 24, 3, 2, Activation.Relu, start: WeightInits.Torch);
        register_module("conv1", stem);
        Chain stage2 = Stage("stage2", 24, 116, units: 4);
        Chain stage3 = Stage("stage3", 116, 232, units: 8);
        Chain stage4 = Stage("stage4", 232, 464, units: 4);
        ConvNorm last = new(464, manifest.FeatureDimensions, 1, 1, Activation.Relu, start: WeightInits.Torch);
        register_module("conv5", last);
        ClassifierHead head = new(manifest.FeatureDimensions, classes, dropout: 0);
        register_module("fc", head);
        Assemble(
            head,
            ("stem", [stem, new MaxPool(padding: 1, ceiling: false)]),
            ("stage2", [stage2]),
            ("stage3", [stage3]),
            ("stage4", [stage4, last])
        );
    }

    private Chain Stage(string name, int inputs, int outputs, int units)
    {
        Chain stage = new([
            .. Enumerable.Range(0, units).Select(i => new ShuffleUnit(i == 0 ? inputs : outputs, outputs, i == 0 ? 2 : 1)),
        ]);
        register_module(name, stage);
        return stage;
    }
}
