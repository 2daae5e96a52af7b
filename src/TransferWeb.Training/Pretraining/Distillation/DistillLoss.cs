using F = TorchSharp.torch.nn.functional;

namespace TransferWeb.Training.Pretraining.Distillation;

/// <summary>How far a student is from its teacher.</summary>
public static class DistillLoss
{
    /// <summary>
    /// Mean squared distance of maps or features, in float32. Where the teacher's are scaled to a deviation of 1, this is the share of their
    /// variance that the student does not explain: 0 is perfect, 1 no better than the mean (FitNets: Romero et al., 2015).
    /// </summary>
    public static Tensor Unexplained(Tensor student, Tensor teacher)
    {
        using DisposeScope scope = NewDisposeScope();
        return F.mse_loss(student.to(float32), teacher.to(float32)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Kullback-Leibler divergence in nats from the teacher's softened class probabilities to the student's, mean over pictures, times the
    /// squared temperature, which keeps the gradient's size (Hinton, Vinyals, Dean, 2015).
    /// </summary>
    /// <param name="student">Logits [N,C].</param>
    /// <param name="teacher">Logits [N,C].</param>
    /// <param name="temperature">What logits are divided by, above 0.</param>
    public static Tensor SoftLabels(Tensor student, Tensor teacher, double temperature)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor guessed = F.log_softmax(student / temperature, 1);
        Tensor wanted = F.log_softmax(teacher / temperature, 1);
        Tensor nats = (wanted.exp() * (wanted - guessed)).sum(dim: 1).mean();
        return (nats * (temperature * temperature)).MoveToOuterDisposeScope();
    }
}
