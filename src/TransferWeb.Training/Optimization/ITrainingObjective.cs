namespace TransferWeb.Training.Optimization;

/// <summary>What training makes small. Whatever it draws at random depends on the step alone, so that a repeated step repeats exactly.</summary>
public interface ITrainingObjective
{
    /// <summary>The mean loss of a batch (a scalar with its gradients), and the logits [N, C] it was read from.</summary>
    /// <param name="forward">The network: inputs to float32 logits [N, C].</param>
    /// <param name="inputs">What the network takes; the objective may change it first.</param>
    /// <param name="labels">Class indices, int64, [N].</param>
    /// <param name="step">Counted from 1 over the whole run.</param>
    (Tensor Loss, Tensor Logits) Measure(Func<Tensor, Tensor> forward, Tensor inputs, Tensor labels, long step);

    /// <summary>What the batch's mean loss counts where it is averaged with those of other parts of the same batch: what the mean was divided by.</summary>
    /// <param name="labels">Class indices, int64, [N].</param>
    double WeightOf(Tensor labels) => labels.shape[0];
}
