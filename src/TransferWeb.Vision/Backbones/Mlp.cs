using TransferWeb.Core.Models;
using TransferWeb.Vision.Backbones.Blocks;
using TransferWeb.Vision.Heads;

namespace TransferWeb.Vision.Backbones;

/// <summary>
/// Three layers that know nothing of pictures, for small grey ones: what neural networks were before convolutions (Rumelhart, Hinton, Williams,
/// 1986). Always learnt from scratch.
/// </summary>
internal sealed class Mlp : Backbone
{
    private const int Hidden = 128;

    public Mlp(BackboneManifest manifest, int classes)
        : base(manifest)
    {
        int side = manifest.InputSize;
        NameLevel layers = new();
        register_module("layers", layers);
        Dense first = layers.Add("0", new Dense(side * side, Hidden, WeightInits.Torch, Activation.Relu));
        Dense second = layers.Add("2", new Dense(Hidden, manifest.FeatureDimensions, WeightInits.Torch, Activation.Relu));
        ClassifierHead head = new(manifest.FeatureDimensions, classes, dropout: 0);
        register_module("classifier", head);
        Assemble(head, ("layers", [new GreyPicture(side), first, second]));
    }
}
