using System.Globalization;
using TransferWeb.Core.Models;
using TransferWeb.Vision.Backbones.Blocks;
using TransferWeb.Vision.Heads;

namespace TransferWeb.Vision.Backbones;

/// <summary>SqueezeNet 1.0 and 1.1: Iandola et al., "SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and &lt;0.5MB model size", 2016.</summary>
internal sealed class SqueezeNet : Backbone
{
    // Width of the middle, and channels out of each of the two branches, of the blocks from input to output.
    private static readonly (int Squeezed, int Expanded)[] Fires =
    [
        (16, 64),
        (16, 64),
        (32, 128),
        (32, 128),
        (48, 192),
        (48, 192),
        (64, 256),
        (64, 256),
    ];

    private readonly NameLevel features = new();

    // A pool comes after the stem and after the blocks given, and takes a number in torchvision's sequence.
    private SqueezeNet(BackboneManifest manifest, int classes, int stemChannels, int stemKernel, int[] pooledAfter)
        : base(manifest)
    {
        register_module("features", features);
        PlainConv stem = new PlainConv(3, stemChannels, stemKernel, WeightInits.HeUniform, Activation.Relu, stride: 2).NamedIn(
            features,
            "0"
        );
        List<(string, IReadOnlyList<Block>)> stages = [("stem", [stem])];
        int inputs = stemChannels;
        int number = 3;
        int first = 0;
        foreach (int end in (int[])[.. pooledAfter, Fires.Length])
        {
            List<Block> blocks = [new MaxPool(padding: 0, ceiling: true)];
            foreach ((int squeezed, int expanded) in Fires[first..end])
            {
                string name = number.ToString(CultureInfo.InvariantCulture);
                blocks.Add(features.Add(name, new Fire(inputs, squeezed, expanded)));
                inputs = 2 * expanded;
                number++;
            }

            stages.Add(($"stage{stages.Count}", blocks));
            first = end;
            number++;
        }

        NameLevel classifier = new();
        register_module("classifier", classifier);
        ConvolutionHead head = classifier.Add("1", new ConvolutionHead(manifest.FeatureDimensions, classes, dropout: 0.5));
        Assemble(head, stages);
    }

    public static SqueezeNet Version10(BackboneManifest manifest, int classes) => new(manifest, classes, 96, 7, [3, 7]);

    /// <summary>The same accuracy for 2.4 times less work: a smaller first filter, and pools earlier.</summary>
    public static SqueezeNet Version11(BackboneManifest manifest, int classes) => new(manifest, classes, 64, 3, [2, 4]);
}
