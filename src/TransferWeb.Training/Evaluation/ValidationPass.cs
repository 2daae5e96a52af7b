using TransferWeb.Vision.Backbones;

namespace TransferWeb.Training.Evaluation;

/// <summary>The network as it is at one validation, which does not change it.</summary>
public sealed class ValidationPass : IDisposable
{
    private readonly Backbone? copy;

    private ValidationPass(Func<Tensor, Tensor> forward, Backbone? copy) => (Forward, this.copy) = (forward, copy);

    /// <summary>From inputs to logits [N, C].</summary>
    public Func<Tensor, Tensor> Forward { get; }

    /// <summary>By a function whose network is in evaluation mode.</summary>
    public static ValidationPass By(Func<Tensor, Tensor> forward) => new(forward, null);

    /// <summary>
    /// By an inference-only copy in float32, which is made in a fraction of the time it saves and differs in the last digits alone. Networks with attention have
    /// no norms to fold, and compute by themselves.
    /// </summary>
    public static ValidationPass Of(Backbone model)
    {
        if (model.HasAttention)
        {
            model.eval();
            return By(model.call);
        }

        Backbone copy = model.FrozenCopy(ScalarType.Float32);
        return new ValidationPass(copy.call, copy);
    }

    /// <inheritdoc/>
    public void Dispose() => copy?.Dispose();
}
