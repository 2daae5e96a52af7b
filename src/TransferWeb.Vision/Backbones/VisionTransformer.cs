using TorchSharp.Modules;
using TransferWeb.Core.Models;
using TransferWeb.Vision.Backbones.Blocks;
using TransferWeb.Vision.Heads;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using LayerNorm = TransferWeb.Vision.Backbones.Blocks.LayerNorm;

namespace TransferWeb.Vision.Backbones;

/// <summary>ViT-B/16: Dosovitskiy et al., "An Image is Worth 16x16 Words: Transformers for Image Recognition at Scale", 2021. Named as in torchvision.</summary>
internal sealed class VisionTransformer : Backbone
{
    private const int Width = 768;
    private const int Heads = 12;
    private const int Layers = 12;
    private const int LayersPerStage = 3;
    private const int Patch = 16;
    private const double Epsilon = 1e-6;

    public VisionTransformer(BackboneManifest manifest, int classes)
        : base(manifest)
    {
        PlainConv projection = new(3, Width, Patch, WeightInits.TruncatedFanIn, stride: Patch);
        projection.NamedIn(this, "conv_proj");
        int patches = manifest.InputSize / Patch * (manifest.InputSize / Patch);
        Parameter token = new(zeros(1, 1, Width));
        Parameter positions = new(empty(1, patches + 1, Width));
        init.normal_(positions, 0, 0.02);
        register_parameter("class_token", token);
        NameLevel encoder = new();
        register_module("encoder", encoder);
        encoder.register_parameter("pos_embedding", positions);
        NameLevel names = encoder.Add("layers", new NameLevel());
        EncoderLayer[] layers = [.. Enumerable.Range(0, Layers).Select(i => names.Add($"encoder_layer_{i}", Layer()))];
        LayerNorm norm = encoder.Add("ln", new LayerNorm(Width, Epsilon));
        NameLevel heads = new();
        register_module("heads", heads);
        ClassifierHead head = heads.Add("head", new ClassifierHead(Width, classes, dropout: 0, WeightInits.Zeros));
        List<(string Name, IReadOnlyList<Block> Blocks)> stages =
        [
            ("stem", [new PatchTokens(projection, token, positions, alignsCorners: true)]),
            .. layers.Chunk(LayersPerStage).Select((blocks, i) => ($"layers{i + 1}", (IReadOnlyList<Block>)blocks)),
        ];
        stages[^1] = (stages[^1].Name, [.. stages[^1].Blocks, norm, new TokenFeatures(withMean: false)]);
        Assemble(head, stages);
    }

    private static EncoderLayer Layer()
    {
        LayerNorm first = new(Width, Epsilon);
        NameLevel attention = new();
        Dense project = new Dense(Width, 3 * Width, WeightInits.GlorotZeroBias).NamedIn(
            attention,
            "in_proj_weight",
            "in_proj_bias"
        );
        Dense output = attention.Add("out_proj", new Dense(Width, Width, WeightInits.TorchZeroBias));
        LayerNorm second = new(Width, Epsilon);
        NameLevel mlp = new();
        Dense widen = mlp.Add("0", new Dense(Width, 4 * Width, WeightInits.Glorot, Activation.Gelu));
        Dense narrow = mlp.Add("3", new Dense(4 * Width, Width, WeightInits.Glorot));
        EncoderLayer layer = new(new Chain(first, new SelfAttention(project, output, Heads)), new Chain(second, widen, narrow));
        layer.register_module("ln_1", first);
        layer.register_module("self_attention", attention);
        layer.register_module("ln_2", second);
        layer.register_module("mlp", mlp);
        return layer;
    }
}
