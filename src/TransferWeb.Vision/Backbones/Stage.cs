using TorchSharp;
using static TorchSharp.torch.nn;

namespace TransferWeb.Vision.Backbones;

/// <summary>A unit of freezing: the modules between two reductions of the map's size.</summary>
/// <param name="Name">As in <see cref="Core.Models.BackboneManifest.Stages"/>.</param>
/// <param name="Modules">The modules, from input to output.</param>
public sealed record Stage(string Name, IReadOnlyList<Module> Modules);
