using TorchSharp.Modules;
using TransferWeb.Training.Ranks;

namespace TransferWeb.Training.Callbacks;

/// <summary>
/// Averages the gradients of all processes' shares of a batch, each by what its share counts: the result is the gradient of the whole batch's mean loss, the same in
/// every process. The step's loss, hits and samples become the whole batch's too. Comes before anything that changes gradients.
/// </summary>
/// <param name="group">The processes.</param>
/// <param name="parameters">The network's, in the same order everywhere; those that rest are passed over.</param>
/// <param name="cancellation">Asks the first process to stop; all then stop in the same step.</param>
public sealed class GradientAverage(RankGroup group, IEnumerable<Parameter> parameters, CancellationToken cancellation)
    : TrainerCallback
{
    private readonly Parameter[] parameters = [.. parameters];

    /// <inheritdoc/>
    public override void OnGradientsReady(TrainingState state)
    {
        double own = state.StepWeight;
        double[] sums = group.Sum(
            own,
            state.StepLoss * own,
            state.StepHits,
            state.StepSamples,
            group.IsFirst && cancellation.IsCancellationRequested ? 1 : 0
        );
        if (sums[4] > 0)
        {
            throw new OperationCanceledException(cancellation);
        }

        double whole = sums[0];
        (state.StepWeight, state.StepLoss) = (whole, sums[1] / whole);
        (state.StepHits, state.StepSamples) = ((long)sums[2], (int)sums[3]);
        if (state.StepSamples > 0)
        {
            group.SumInto(parameters.Where(p => p.requires_grad).Select(Gradient), own / whole);
        }
    }

    /// <summary>A process without a sample of the batch has no gradients; it brings zeros and takes the others'.</summary>
    private static Tensor Gradient(Parameter parameter)
    {
        if (parameter.grad is null)
        {
            using Tensor nothing = parameter.detach();
            parameter.grad = nothing.zeros_like();
        }

        return parameter.grad!;
    }
}
