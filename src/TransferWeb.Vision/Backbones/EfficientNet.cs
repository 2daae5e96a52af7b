using System.Globalization;
using TransferWeb.Core.Models;
using TransferWeb.Vision.Backbones.Blocks;
using TransferWeb.Vision.Heads;
using static TransferWeb.Torch.Activation;

namespace TransferWeb.Vision.Backbones;

/// <summary>
/// EfficientNet: Tan and Le, "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks", 2019, and "EfficientNetV2: Smaller Models and
/// Faster Training", 2021.
/// </summary>
internal sealed class EfficientNet : Backbone
{
    // Share of pictures for which the last block is left out in training mode; the share grows evenly from 0 at the first.
    private const double LastDrop = 0.2;

    private static readonly Group[] FirstGroups =
    [
        new(1, 3, 1, 16, 1),
        new(6, 3, 2, 24, 2),
        new(6, 5, 2, 40, 2),
        new(6, 3, 2, 80, 3),
        new(6, 5, 1, 112, 3),
        new(6, 5, 2, 192, 4),
        new(6, 3, 1, 320, 1),
    ];

    private static readonly Group[] SecondSmallGroups =
    [
        new(1, 3, 1, 24, 2, Fused: true),
        new(4, 3, 2, 48, 4, Fused: true),
        new(4, 3, 2, 64, 4, Fused: true),
        new(4, 3, 2, 128, 6),
        new(6, 3, 1, 160, 9),
        new(6, 3, 2, 256, 15),
    ];

    // One of the table's rows: how many times wider the middle is, side of the filter, step of the first block, channels out, number of
    // blocks, and whether widening and filtering are one convolution.
    private sealed record Group(int Expansion, int Kernel, int Stride, int Outputs, int Blocks, bool Fused = false);

    private readonly NormOptions norm;

    private EfficientNet(BackboneManifest manifest, int classes, int stem, Group[] groups, double dropout, NormOptions norm)
        : base(manifest)
    {
        this.norm = norm;
        List<Block> parts = [new ConvNorm(3, stem, 3, 2, Silu, norm: norm)];
        int channels = stem;
        int built = 0;
        int blocks = groups.Sum(group => group.Blocks);
        foreach (Group group in groups)
        {
            List<Block> chain = [];
            for (int i = 0; i < group.Blocks; i++)
            {
                chain.Add(Build(channels, i == 0 ? group : group with { Stride = 1 }, LastDrop * built / blocks));
                channels = group.Outputs;
                built++;
            }

            parts.Add(new Chain([.. chain]));
        }

        parts.Add(new ConvNorm(channels, manifest.FeatureDimensions, 1, 1, Silu, norm: norm));
        NameLevel features = new();
        register_module("features", features);
        for (int i = 0; i < parts.Count; i++)
        {
            features.Add(i.ToString(CultureInfo.InvariantCulture), parts[i]);
        }

        NameLevel classifier = new();
        register_module("classifier", classifier);
        ClassifierHead head = classifier.Add(
            "1",
            new ClassifierHead(manifest.FeatureDimensions, classes, dropout, WeightInits.ByOutputs)
        );
        Assemble(
            head,
            ("stem", parts[..2]),
            ("stage1", parts[2..3]),
            ("stage2", parts[3..4]),
            ("stage3", parts[4..6]),
            ("stage4", parts[6..])
        );
    }

    /// <summary>B0 to B7: the first network, widened and deepened together.</summary>
    /// <param name="manifest">Its manifest.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="width">How many times wider than B0.</param>
    /// <param name="depth">How many times deeper than B0.</param>
    /// <param name="dropout">Share of features hidden from the head in training mode.</param>
    public static EfficientNet First(BackboneManifest manifest, int classes, double width, double depth, double dropout) =>
        new(
            manifest,
            classes,
            Channels.Divisible(32 * width),
            [
                .. FirstGroups.Select(group =>
                    group with
                    {
                        Outputs = Channels.Divisible(group.Outputs * width),
                        Blocks = (int)Math.Ceiling(group.Blocks * depth),
                    }
                ),
            ],
            dropout,
            NormOptions.Standard
        );

    /// <summary>V2-S: its first half filters and widens in one convolution, which processors do faster.</summary>
    public static EfficientNet SecondSmall(BackboneManifest manifest, int classes) =>
        new(manifest, classes, 24, SecondSmallGroups, dropout: 0.2, new NormOptions(Epsilon: 1e-3, Momentum: 0.1));

    private MobileBlock Build(int inputs, Group group, double drop)
    {
        bool adds = group.Stride == 1 && inputs == group.Outputs;
        return new MobileBlock(group.Fused ? FusedBody(inputs, group) : Body(inputs, group), adds, drop);
    }

    private Chain Body(int inputs, Group group)
    {
        int hidden = Channels.Divisible(inputs * group.Expansion);
        List<Block> body = [];
        if (hidden != inputs)
        {
            body.Add(new ConvNorm(inputs, hidden, 1, 1, Silu, norm: norm));
        }

        body.Add(new ConvNorm(hidden, hidden, group.Kernel, group.Stride, Silu, hidden, norm));
        body.Add(new SqueezeExcite(hidden, Math.Max(1, inputs / 4), Silu, Sigmoid, WeightInits.HeFanOut));
        body.Add(new ConvNorm(hidden, group.Outputs, 1, 1, None, norm: norm));
        return new Chain([.. body]);
    }

    private Chain FusedBody(int inputs, Group group)
    {
        int hidden = Channels.Divisible(inputs * group.Expansion);
        return hidden == inputs
            ? new Chain(new ConvNorm(inputs, group.Outputs, group.Kernel, group.Stride, Silu, norm: norm))
            : new Chain(
                new ConvNorm(inputs, hidden, group.Kernel, group.Stride, Silu, norm: norm),
                new ConvNorm(hidden, group.Outputs, 1, 1, None, norm: norm)
            );
    }
}
