using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace TransferWeb.Training.Callbacks;

/// <summary>Shortens the gradients of a step, taken as one vector, to a greatest norm: one odd batch cannot throw the weights far.</summary>
public sealed class GradientClipping : TrainerCallback
{
    private readonly Parameter[] parameters;
    private readonly double greatestNorm;

    /// <param name="parameters">Those the optimizer holds; the ones without a gradient are passed over.</param>
    /// <param name="greatestNorm">Above 0.</param>
    public GradientClipping(IEnumerable<Parameter> parameters, double greatestNorm)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(greatestNorm);
        (this.parameters, this.greatestNorm) = ([.. parameters], greatestNorm);
    }

    /// <inheritdoc/>
    public override void OnGradientsReady(TrainingState state) => nn.utils.clip_grad_norm_(parameters, greatestNorm);
}
