using TorchSharp;
using TransferWeb.Vision.Backbones.Blocks;
using static TorchSharp.torch;

namespace TransferWeb.Vision.Backbones;

/// <summary>A backbone's first stages for inference only, made by <see cref="Backbone.FreezeStages"/>.</summary>
public sealed class FrozenStages : IDisposable
{
    private readonly FrozenInput _input;
    private readonly IReadOnlyList<Chain> _stages;

    internal FrozenStages(FrozenInput input, IReadOnlyList<Chain> stages) => (_input, _stages) = (input, stages);

    /// <summary>The map after the first <paramref name="stages"/> stages of pictures [N,3,S,S], in the type the copy computes in, without gradients.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    public Tensor Forward(Tensor pictures, int stages)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stages, _stages.Count);
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return Chain.Run([_input, .. _stages.Take(stages)], pictures).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Chain stage in _stages)
        {
            stage.Dispose();
        }

        _input.Dispose();
    }
}
