using TorchSharp;
using TorchSharp.Modules;
using TransferWeb.Core.Models;
using TransferWeb.Vision.Backbones.Blocks;
using TransferWeb.Vision.Heads;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferWeb.Vision.Backbones;

/// <summary>
/// A network that turns normalised pictures [N,3,S,S] into logits [N,C]: stages that make features, and a head that reads them. State-dict
/// names are torchvision's.
/// </summary>
public abstract class Backbone : Module<Tensor, Tensor>
{
    private IReadOnlyList<(string Name, IReadOnlyList<Block> Blocks)> _stages = [];
    private ClassifierHead? _head;

    private protected Backbone(BackboneManifest manifest)
        : base(manifest.Name)
    {
        Manifest = manifest;
    }

    /// <summary>What is known of the network without its weights.</summary>
    public BackboneManifest Manifest { get; }

    /// <summary>Number of classes the head tells apart.</summary>
    public int Classes => Head.Classes;

    /// <summary>The stages from input to head, in the manifest's order and by its names.</summary>
    public IReadOnlyList<Stage> Stages { get; private set; } = [];

    /// <summary>Share of the features that the head does not get to see in training mode, at random, 0 to below 1; at first as published.</summary>
    public double HeadDropout
    {
        get => Head.Dropout;
        set => Head.Dropout = value;
    }

    /// <summary>Whether parts of a picture look at all or many others of it, which is done by matrix products instead of convolutions.</summary>
    public bool HasAttention => modules().Any(module => module is EncoderLayer or SelfAttention or WindowAttention);

    private protected ClassifierHead Head => _head ?? throw new InvalidOperationException($"{GetName()} was never assembled.");

    /// <summary>Logits [N,C] of pictures [N,3,S,S].</summary>
    public sealed override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        return Head.FromMap(ForwardMap(input)).MoveToOuterDisposeScope();
    }

    /// <summary>Features [N,F] of pictures [N,3,S,S]: the last map, averaged over the picture. Float32 also where computed in a shorter type.</summary>
    public Tensor ForwardFeatures(Tensor pictures)
    {
        using DisposeScope scope = NewDisposeScope();
        return ClassifierHead.Pool(ForwardMap(pictures)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The map after one stage, of the map after the stage before it; the first stage takes pictures. All stages in order make the map that
    /// <see cref="ForwardFeatures"/> averages.
    /// </summary>
    /// <param name="stage">Its place among the manifest's stages, from 0.</param>
    /// <param name="map">[N,C,H,W].</param>
    public Tensor ForwardStage(int stage, Tensor map)
    {
        // An inference-only copy has a step more at the front, which prepares the pictures.
        int before = _stages.Count - Manifest.Stages.Count;
        Range own = stage == 0 ? ..(before + 1) : (before + stage)..(before + stage + 1);
        using DisposeScope scope = NewDisposeScope();
        return Chain.Run(_stages.Take(own).SelectMany(part => part.Blocks), map).MoveToOuterDisposeScope();
    }

    /// <summary>The map before a stage, of pictures [N,3,S,S]: what <see cref="ForwardFrom"/> goes on from.</summary>
    /// <param name="stage">Its place among the manifest's stages, from 0, where it is the pictures; their number stands for the head.</param>
    /// <param name="pictures">Normalised.</param>
    public Tensor ForwardTo(int stage, Tensor pictures)
    {
        using DisposeScope scope = NewDisposeScope();
        return Chain.Run(_stages.Take(stage).SelectMany(part => part.Blocks), pictures).MoveToOuterDisposeScope();
    }

    /// <summary>Logits [N,C] of the map before a stage: what <see cref="forward"/> does from there on.</summary>
    /// <param name="stage">Its place among the manifest's stages, from 0; their number stands for the head.</param>
    /// <param name="map">[N,C,H,W].</param>
    public Tensor ForwardFrom(int stage, Tensor map)
    {
        using DisposeScope scope = NewDisposeScope();
        return Head.FromMap(Chain.Run(_stages.Skip(stage).SelectMany(part => part.Blocks), map)).MoveToOuterDisposeScope();
    }

    /// <summary>Logits [N,C] of features [N,F]; in training mode through the head's dropout.</summary>
    /// <exception cref="InvalidOperationException">The head is an original one that does not read pooled features (SqueezeNet's).</exception>
    public Tensor ForwardHead(Tensor features) => Head.call(features);

    /// <summary>Puts a new head in place, with torch's default initialisation from torch's global generator, on the device the old one is on.</summary>
    /// <param name="classes">Number of classes, at least 1.</param>
    public void ResetClassifier(int classes) => Head.Reset(classes);

    /// <summary>The head's parameters: weight and bias.</summary>
    public IEnumerable<Parameter> HeadParameters() => Head.parameters();

    /// <summary>
    /// A copy for inference only, in evaluation mode: batch norm folded into the convolutions, channels-last, nothing recorded for gradients.
    /// The stages compute in <paramref name="dtype"/> (float32 or bfloat16), the head in float32.
    /// </summary>
    public Backbone FrozenCopy(ScalarType dtype) =>
        new FrozenBackbone(
            Manifest,
            [
                .. _stages.Select(stage =>
                    (stage.Name, (IReadOnlyList<Block>)[.. stage.Blocks.Select(block => block.Frozen(dtype))])
                ),
            ],
            Head.Copy(),
            dtype
        );

    /// <summary>
    /// A copy of the first stages for inference only, as <see cref="FrozenCopy"/> makes one of all; it does not follow later changes of the weights.
    /// </summary>
    /// <param name="count">How many stages, from the input on.</param>
    /// <param name="dtype">What they compute in: float32 or bfloat16.</param>
    public FrozenStages FreezeStages(int count, ScalarType dtype)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _stages.Count);
        using IDisposable noGradients = no_grad();
        return new FrozenStages(
            new FrozenInput(dtype),
            [.. _stages.Take(count).Select(stage => new Chain([.. stage.Blocks.Select(block => block.Frozen(dtype))]))]
        );
    }

    /// <summary>Tells the head that the weights it was given are the published ones for its original form.</summary>
    internal void UseOriginalHead() => Head.UseOriginalForm();

    /// <summary>Takes the parts once, at the end of the constructor. Registering them under their names is the subclass's business.</summary>
    private protected void Assemble(ClassifierHead head, params IReadOnlyList<(string Name, IReadOnlyList<Block> Blocks)> stages)
    {
        _head = head;
        _stages = stages;
        Stages = [.. stages.Select(stage => new Stage(stage.Name, [.. stage.Blocks]))];
    }

    /// <summary>Registration is explicit, by torchvision's names.</summary>
    protected sealed override void RegisterComponents() { }

    private Tensor ForwardMap(Tensor pictures) => Chain.Run(_stages.SelectMany(stage => stage.Blocks), pictures);
}
