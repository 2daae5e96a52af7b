using System.Text.Json;
using TorchSharp;
using TransferWeb.Core;
using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;
using TransferWeb.Vision.Backbones.Blocks;
using TransferWeb.Vision.Weights;
using static TorchSharp.torch;

namespace TransferWeb.Vision.Backbones;

/// <summary>The backbones there are, by name. A new one is a leaf class, a manifest in <c>manifests/</c>, and one line here.</summary>
public static class BackboneRegistry
{
    private const int ImageNetClasses = 1000;

    private static readonly Entry[] Entries =
    [
        new("convnext_tiny", ImageNetClasses, (manifest, classes) => new ConvNext(manifest, classes)),
        new("densenet121", ImageNetClasses, (manifest, classes) => new DenseNet(manifest, classes)),
        new("dinov2_vits14", ImageNetClasses, (manifest, classes) => new DinoV2(manifest, classes)),
        new("efficientnet_b0", ImageNetClasses, (manifest, classes) => EfficientNet.First(manifest, classes, 1, 1, dropout: 0.2)),
        new(
            "efficientnet_b2",
            ImageNetClasses,
            (manifest, classes) => EfficientNet.First(manifest, classes, 1.1, 1.2, dropout: 0.3)
        ),
        new("efficientnet_v2_s", ImageNetClasses, EfficientNet.SecondSmall),
        new("mlp", ImageNetClasses, (manifest, classes) => new Mlp(manifest, classes)),
        new("mobilenet_v2", ImageNetClasses, (manifest, classes) => new MobileNetV2(manifest, classes)),
        new("mobilenet_v3_large", ImageNetClasses, MobileNetV3.Large),
        new("mobilenet_v3_small", ImageNetClasses, MobileNetV3.Small),
        new("regnet_y_400mf", ImageNetClasses, (manifest, classes) => new RegNet(manifest, classes)),
        new("resnet101", ImageNetClasses, (manifest, classes) => ResNet.Deep(manifest, classes, 3, 4, 23, 3)),
        new("resnet18", ImageNetClasses, (manifest, classes) => ResNet.Basic(manifest, classes, 2, 2, 2, 2)),
        new("resnet34", ImageNetClasses, (manifest, classes) => ResNet.Basic(manifest, classes, 3, 4, 6, 3)),
        new("resnet50", ImageNetClasses, (manifest, classes) => ResNet.Deep(manifest, classes, 3, 4, 6, 3)),
        new("shufflenet_v2_x1_0", ImageNetClasses, (manifest, classes) => new ShuffleNetV2(manifest, classes)),
        new("small_cnn", ImageNetClasses, (manifest, classes) => new SmallCnn(manifest, classes)),
        new("squeezenet1_0", ImageNetClasses, SqueezeNet.Version10),
        new("squeezenet1_1", ImageNetClasses, SqueezeNet.Version11),
        new("swin_t", ImageNetClasses, (manifest, classes) => new Swin(manifest, classes)),
        // The weights that come with it have no head; those of "pretrain" on generated pictures alone name 70 families of patterns.
        new("transferweb_mini", 70, (manifest, classes) => new TransferWebMini(manifest, classes)),
        new("vgg16", ImageNetClasses, Vgg16.Averaged),
        new("vgg16_top", ImageNetClasses, Vgg16.WithTop),
        new("vit_b_16", ImageNetClasses, (manifest, classes) => new VisionTransformer(manifest, classes)),
    ];

    private static readonly Lazy<IReadOnlyList<BackboneManifest>> AllManifests = new(() =>
        [.. Entries.Select(entry => ReadManifest(entry.Name))]
    );

    /// <summary>The manifests of all backbones, by name.</summary>
    public static IReadOnlyList<BackboneManifest> Manifests => AllManifests.Value;

    /// <summary>The manifest of one backbone.</summary>
    /// <exception cref="RunFailedException">There is no backbone of that name (<see cref="RunFailure.UnknownBackbone"/>).</exception>
    public static BackboneManifest Find(string name) =>
        Manifests.FirstOrDefault(manifest => manifest.Name == name) ?? throw Unknown(name);

    /// <summary>A backbone with random weights from torch's global generator, on the CPU, in training mode.</summary>
    /// <param name="name">As in its manifest.</param>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <exception cref="RunFailedException">There is no backbone of that name (<see cref="RunFailure.UnknownBackbone"/>).</exception>
    public static Backbone Create(string name, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        return EntryOf(name).Build(Find(name), classes);
    }

    /// <summary>Number of classes of the head the weights were published with: 1,000 for ImageNet.</summary>
    /// <exception cref="RunFailedException">There is no backbone of that name (<see cref="RunFailure.UnknownBackbone"/>).</exception>
    public static int PublishedClasses(string name) => EntryOf(name).PublishedClasses;

    /// <summary>Names and shapes of the state dict with as many classes as the weights were published with.</summary>
    /// <exception cref="RunFailedException">There is no backbone of that name (<see cref="RunFailure.UnknownBackbone"/>).</exception>
    public static IReadOnlyDictionary<string, long[]> ExpectedTensors(string name)
    {
        using IDisposable noGradients = no_grad();
        using IDisposable unfilled = WeightInits.Skip();
        using Backbone model = Create(name, PublishedClasses(name));
        return model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.shape);
    }

    /// <inheritdoc cref="BackboneWeights.Load"/>
    public static bool LoadPretrained(Backbone model, WeightFile file) => BackboneWeights.Load(model, file);

    private static Entry EntryOf(string name) => Array.Find(Entries, entry => entry.Name == name) ?? throw Unknown(name);

    private static RunFailedException Unknown(string name) =>
        new(
            RunFailure.UnknownBackbone,
            $"There is no backbone named '{name}'. Known: {string.Join(", ", Entries.Select(entry => entry.Name))}."
        );

    private static BackboneManifest ReadManifest(string name)
    {
        using Stream stream =
            typeof(BackboneRegistry).Assembly.GetManifestResourceStream($"manifests/{name}.json")
            ?? throw new InvalidOperationException($"The manifest of {name} is not embedded.");
        return JsonSerializer.Deserialize<BackboneManifest>(stream, TransferWebJson.File)
            ?? throw new InvalidOperationException($"The manifest of {name} is empty.");
    }

    private sealed record Entry(string Name, int PublishedClasses, Func<BackboneManifest, int, Backbone> Build);
}
