using System.Globalization;
using TransferWeb.Core.Models;
using TransferWeb.Vision.Backbones.Blocks;
using TransferWeb.Vision.Heads;
using static TransferWeb.Torch.Activation;

namespace TransferWeb.Vision.Backbones;

/// <summary>MobileNetV3: Howard et al., "Searching for MobileNetV3", 2019.</summary>
internal sealed class MobileNetV3 : Backbone
{
    private static readonly NormOptions Norm = new(Epsilon: 1e-3, Momentum: 0.01);

    private static readonly Unit[] SmallUnits =
    [
        new(3, 16, 16, true, Relu, 2),
        new(3, 72, 24, false, Relu, 2),
        new(3, 88, 24, false, Relu, 1),
        new(5, 96, 40, true, Hardswish, 2),
        new(5, 240, 40, true, Hardswish, 1),
        new(5, 240, 40, true, Hardswish, 1),
        new(5, 120, 48, true, Hardswish, 1),
        new(5, 144, 48, true, Hardswish, 1),
        new(5, 288, 96, true, Hardswish, 2),
        new(5, 576, 96, true, Hardswish, 1),
        new(5, 576, 96, true, Hardswish, 1),
    ];

    private static readonly Unit[] LargeUnits =
    [
        new(3, 16, 16, false, Relu, 1),
        new(3, 64, 24, false, Relu, 2),
        new(3, 72, 24, false, Relu, 1),
        new(5, 72, 40, true, Relu, 2),
        new(5, 120, 40, true, Relu, 1),
        new(5, 120, 40, true, Relu, 1),
        new(3, 240, 80, false, Hardswish, 2),
        new(3, 200, 80, false, Hardswish, 1),
        new(3, 184, 80, false, Hardswish, 1),
        new(3, 184, 80, false, Hardswish, 1),
        new(3, 480, 112, true, Hardswish, 1),
        new(3, 672, 112, true, Hardswish, 1),
        new(5, 672, 160, true, Hardswish, 2),
        new(5, 960, 160, true, Hardswish, 1),
        new(5, 960, 160, true, Hardswish, 1),
    ];

    // One of the table's rows: side of the filter, width of the middle, channels out, whether it weighs channels, activation, step.
    private sealed record Unit(int Kernel, int Hidden, int Outputs, bool Weighs, Activation Activation, int Stride);

    // The stages begin at the blocks given, where the map has shrunk.
    private MobileNetV3(BackboneManifest manifest, int classes, Unit[] units, int[] starts)
        : base(manifest)
    {
        List<Block> blocks = [new ConvNorm(3, 16, 3, 2, Hardswish, norm: Norm)];
        int channels = 16;
        foreach (Unit unit in units)
        {
            blocks.Add(Build(channels, unit));
            channels = unit.Outputs;
        }

        int pooled = 6 * channels;
        blocks.Add(new ConvNorm(channels, pooled, 1, 1, Hardswish, norm: Norm));
        NameLevel features = new();
        register_module("features", features);
        for (int i = 0; i < blocks.Count; i++)
        {
            features.Add(i.ToString(CultureInfo.InvariantCulture), blocks[i]);
        }

        NameLevel classifier = new();
        register_module("classifier", classifier);
        Dense widen = classifier.Add("0", new Dense(pooled, manifest.FeatureDimensions, WeightInits.SmallNormal, Hardswish));
        ClassifierHead head = classifier.Add(
            "3",
            new ClassifierHead(manifest.FeatureDimensions, classes, dropout: 0.2, WeightInits.SmallNormal)
        );
        blocks.AddRange([new GlobalAverage(), widen]);
        Assemble(
            head,
            ("stem", blocks[..starts[0]]),
            ("stage1", blocks[starts[0]..starts[1]]),
            ("stage2", blocks[starts[1]..starts[2]]),
            ("stage3", blocks[starts[2]..starts[3]]),
            ("stage4", blocks[starts[3]..])
        );
    }

    public static MobileNetV3 Small(BackboneManifest manifest, int classes) => new(manifest, classes, SmallUnits, [1, 2, 4, 9]);

    public static MobileNetV3 Large(BackboneManifest manifest, int classes) => new(manifest, classes, LargeUnits, [2, 4, 7, 13]);

    private static MobileBlock Build(int inputs, Unit unit)
    {
        List<Block> body = [];
        if (unit.Hidden != inputs)
        {
            body.Add(new ConvNorm(inputs, unit.Hidden, 1, 1, unit.Activation, norm: Norm));
        }

        body.Add(new ConvNorm(unit.Hidden, unit.Hidden, unit.Kernel, unit.Stride, unit.Activation, unit.Hidden, Norm));
        if (unit.Weighs)
        {
            int squeezed = Channels.Divisible(unit.Hidden / 4);
            body.Add(new SqueezeExcite(unit.Hidden, squeezed, Relu, Hardsigmoid, WeightInits.HeFanOut));
        }

        body.Add(new ConvNorm(unit.Hidden, unit.Outputs, 1, 1, None, norm: Norm));
        return new MobileBlock(new Chain([.. body]), adds: unit.Stride == 1 && inputs == unit.Outputs);
    }
}
