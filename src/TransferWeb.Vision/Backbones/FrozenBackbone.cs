using TorchSharp;
using TransferWeb.Core.Models;
using TransferWeb.Vision.Backbones.Blocks;
using TransferWeb.Vision.Heads;
using static TorchSharp.torch;

namespace TransferWeb.Vision.Backbones;

/// <summary>The inference-only copy of any backbone. Its tensors are named by their place, not as in weight files.</summary>
internal sealed class FrozenBackbone : Backbone
{
    public FrozenBackbone(
        BackboneManifest manifest,
        IReadOnlyList<(string Name, IReadOnlyList<Block> Blocks)> stages,
        ClassifierHead head,
        ScalarType dtype
    )
        : base(manifest)
    {
        foreach ((string name, IReadOnlyList<Block> blocks) in stages)
        {
            register_module(name, new Chain([.. blocks]));
        }

        register_module("head", head);
        Assemble(head, [("input", [new FrozenInput(dtype)]), .. stages]);
        eval();
    }
}
