using System.Globalization;
using TransferWeb.Core.Models;
using TransferWeb.Vision.Backbones.Blocks;
using TransferWeb.Vision.Heads;

namespace TransferWeb.Vision.Backbones;

/// <summary>
/// VGG-16: Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition", 2014. Its own top has nine tenths of all
/// weights; transfer learning mostly leaves it out and averages the last map instead.
/// </summary>
internal sealed class Vgg16 : Backbone
{
    private const int TopGrid = 7;
    private static readonly int[][] Widths =
    [
        [64, 64],
        [128, 128],
        [256, 256, 256],
        [512, 512, 512],
        [512, 512, 512],
    ];

    private Vgg16(BackboneManifest manifest, int classes, bool hasTop)
        : base(manifest)
    {
        NameLevel features = new();
        register_module("features", features);
        List<(string, IReadOnlyList<Block>)> stages = [];
        int inputs = 3;
        int number = 0;
        foreach (int[] widths in Widths)
        {
            List<Block> blocks = [];
            foreach (int width in widths)
            {
                string name = number.ToString(CultureInfo.InvariantCulture);
                PlainConv convolution = new(inputs, width, 3, WeightInits.HeFanOut, Activation.Relu, padding: 1);
                blocks.Add(convolution.NamedIn(features, name));
                inputs = width;
                number += 2;
            }

            blocks.Add(new MaxPool(padding: 0, ceiling: false, kernel: 2));
            stages.Add(($"block{stages.Count + 1}", blocks));
            number++;
        }

        Assemble(hasTop ? AddTop(inputs, classes, stages) : AddHead(classes), stages);
    }

    /// <summary>Averages its last map over the picture.</summary>
    public static Vgg16 Averaged(BackboneManifest manifest, int classes) => new(manifest, classes, hasTop: false);

    /// <summary>As published: two wide layers before the classifier.</summary>
    public static Vgg16 WithTop(BackboneManifest manifest, int classes) => new(manifest, classes, hasTop: true);

    private ClassifierHead AddHead(int classes)
    {
        ClassifierHead head = new(Manifest.FeatureDimensions, classes, dropout: 0);
        register_module("classifier", head);
        return head;
    }

    private ClassifierHead AddTop(int channels, int classes, List<(string, IReadOnlyList<Block>)> stages)
    {
        int width = Manifest.FeatureDimensions;
        NameLevel classifier = new();
        register_module("classifier", classifier);
        Dense first = classifier.Add(
            "0",
            new Dense(channels * TopGrid * TopGrid, width, WeightInits.SmallNormal, Activation.Relu)
        );
        Hide hide = classifier.Add("2", new Hide(0.5));
        Dense second = classifier.Add("3", new Dense(width, width, WeightInits.SmallNormal, Activation.Relu));
        stages.Add(("top", [new GridFeatures(TopGrid), first, hide, second]));
        return classifier.Add("6", new ClassifierHead(width, classes, dropout: 0.5, WeightInits.SmallNormal));
    }
}
