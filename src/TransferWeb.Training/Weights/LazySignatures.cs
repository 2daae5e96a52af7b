using System.Collections;
using TransferWeb.Vision.Backbones;
using TransferWeb.Vision.Weights;

namespace TransferWeb.Training.Weights;

/// <summary>What each backbone's weights look like. Working it out builds every network once, so it waits until it is asked for.</summary>
public sealed class LazySignatures : IReadOnlyList<BackboneSignature>
{
    private readonly Lazy<BackboneSignature[]> signatures = new(() =>
        [
            .. BackboneRegistry
                .Manifests.Where(m => !m.IsScratchOnly && m.WeightsOf is null)
                .Select(m => new BackboneSignature(
                    m.Name,
                    BackboneRegistry.ExpectedTensors(m.Name),
                    m.ClassifierName,
                    m.LeavesOut
                )),
        ]
    );

    /// <inheritdoc/>
    public int Count => signatures.Value.Length;

    /// <inheritdoc/>
    public BackboneSignature this[int index] => signatures.Value[index];

    /// <inheritdoc/>
    public IEnumerator<BackboneSignature> GetEnumerator() => signatures.Value.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
