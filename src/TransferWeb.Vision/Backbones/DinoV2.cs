using System.Globalization;
using TorchSharp.Modules;
using TransferWeb.Core.Models;
using TransferWeb.Vision.Backbones.Blocks;
using TransferWeb.Vision.Heads;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using LayerNorm = TransferWeb.Vision.Backbones.Blocks.LayerNorm;

namespace TransferWeb.Vision.Backbones;

/// <summary>
/// DINOv2's ViT-S/14: Oquab et al., "DINOv2: Learning Robust Visual Features without Supervision", 2023. Named as in the files of Hugging Face's
/// transformers. Its features are the class token beside the mean of the patches, as its published linear classifiers read them.
/// </summary>
internal sealed class DinoV2 : Backbone
{
    private const int Width = 384;
    private const int Heads = 6;
    private const int Layers = 12;
    private const int LayersPerStage = 3;
    private const int Patch = 14;
    private const double Epsilon = 1e-6;

    // It was learnt on pictures of 518 pixels a side.
    private const int LearntSide = 518 / Patch;

    public DinoV2(BackboneManifest manifest, int classes)
        : base(manifest)
    {
        NameLevel embeddings = new();
        register_module("embeddings", embeddings);
        Parameter token = Spread(1, 1, Width);
        Parameter positions = Spread(1, (LearntSide * LearntSide) + 1, Width);
        Parameter mask = new(zeros(1, Width));
        embeddings.register_parameter("cls_token", token);
        embeddings.register_parameter("mask_token", mask);
        embeddings.register_parameter("position_embeddings", positions);
        PlainConv projection = new PlainConv(3, Width, Patch, WeightInits.Truncated, stride: Patch).NamedIn(
            embeddings.Add("patch_embeddings", new NameLevel()),
            "projection"
        );
        NameLevel encoder = new();
        register_module("encoder", encoder);
        NameLevel names = encoder.Add("layer", new NameLevel());
        EncoderLayer[] layers =
        [
            .. Enumerable.Range(0, Layers).Select(i => names.Add(i.ToString(CultureInfo.InvariantCulture), Layer())),
        ];
        LayerNorm norm = new(Width, Epsilon);
        register_module("layernorm", norm);
        ClassifierHead head = new(manifest.FeatureDimensions, classes, dropout: 0, WeightInits.Truncated);
        register_module("classifier", head);
        List<(string Name, IReadOnlyList<Block> Blocks)> stages =
        [
            ("stem", [new PatchTokens(projection, token, positions, alignsCorners: false, mask)]),
            .. layers.Chunk(LayersPerStage).Select((blocks, i) => ($"layers{i + 1}", (IReadOnlyList<Block>)blocks)),
        ];
        stages[^1] = (stages[^1].Name, [.. stages[^1].Blocks, norm, new TokenFeatures(withMean: true)]);
        Assemble(head, stages);
    }

    private static EncoderLayer Layer()
    {
        LayerNorm first = new(Width, Epsilon);
        NameLevel inner = new();
        Joined project = new(
            inner.Add("query", Linear(Width, Width)),
            inner.Add("key", Linear(Width, Width)),
            inner.Add("value", Linear(Width, Width))
        );
        NameLevel outer = new();
        Dense output = outer.Add("dense", Linear(Width, Width));
        NameLevel attention = new();
        attention.Add("attention", inner);
        attention.Add("output", outer);
        ChannelScale firstScale = new(Width);
        LayerNorm second = new(Width, Epsilon);
        NameLevel mlp = new();
        Dense widen = mlp.Add("fc1", Linear(Width, 4 * Width, Activation.Gelu));
        Dense narrow = mlp.Add("fc2", Linear(4 * Width, Width));
        ChannelScale secondScale = new(Width);
        EncoderLayer layer = new(
            new Chain(first, new SelfAttention(project, output, Heads), firstScale),
            new Chain(second, widen, narrow, secondScale)
        );
        layer.register_module("norm1", first);
        layer.register_module("attention", attention);
        layer.register_module("layer_scale1", firstScale);
        layer.register_module("norm2", second);
        layer.register_module("mlp", mlp);
        layer.register_module("layer_scale2", secondScale);
        return layer;
    }

    private static Dense Linear(int inputs, int outputs, Activation activation = Activation.None) =>
        new(inputs, outputs, WeightInits.Truncated, activation);

    private static Parameter Spread(params long[] shape)
    {
        Parameter parameter = new(empty(shape));
        init.trunc_normal_(parameter, std: 0.02);
        return parameter;
    }
}
