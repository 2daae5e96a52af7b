namespace TransferWeb.Training.Solving;

/// <summary>
/// A linear classifier with a ridge: multinomial logistic regression whose weights, but not its biases, are pulled to zero. What it minimises over W [C, F+1] is
/// mean cross-entropy (weighted, where classes are) + strength / (2 N) · |W without its last column|², the same as C = 1 / strength in other libraries. The last column is the bias.
/// </summary>
public sealed class RidgeClassifier : IDisposable
{
    /// <summary>How far the gradient's norm must fall from its start: far below what changes an answer.</summary>
    public const double Fine = 1e-4;

    /// <summary>The same where only the loss is wanted, to compare it with others.</summary>
    public const double Coarse = 1e-2;

    private readonly IFeatureParts features;
    private readonly Tensor targets;
    private readonly Tensor weighed;
    private readonly Tensor ridged;

    /// <summary>Takes the pictures it learns from.</summary>
    /// <param name="features">Of N pictures; centred and scaled ones need the fewest iterations. Not disposed with this.</param>
    /// <param name="labels">[N], int64.</param>
    /// <param name="classes">C, at least 1.</param>
    /// <param name="asked">What it is to say of each; null takes the labels as they are.</param>
    public RidgeClassifier(IFeatureParts features, Tensor labels, int classes, LabelTargets? asked = null)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = no_grad();
        this.features = features;
        asked ??= LabelTargets.Plain;
        targets = scope.Detach(asked.Probabilities(labels, classes));
        weighed = scope.Detach(asked.Weights(labels));
        ridged = ones([features.Columns], device: features.Device);
        ridged.narrow(0, features.Columns - 1, 1).zero_();
        scope.Detach(ridged);
    }

    /// <summary>Number of pictures.</summary>
    public long Rows => features.Rows;

    /// <summary>Weights [C, F+1] of zeros: every class equally likely.</summary>
    public Tensor Start() => zeros([targets.shape[1], features.Columns], device: features.Device);

    /// <summary>Solves for the weights [C, F+1].</summary>
    /// <param name="strength">Of the ridge, above 0.</param>
    /// <param name="start">Where it starts: <see cref="Start"/>, or a neighbouring strength's solution.</param>
    /// <param name="maximumIterations">Iterations after which it ends at the latest.</param>
    /// <param name="told">See <see cref="Lbfgs.Minimize"/>.</param>
    /// <param name="tolerance"><see cref="Fine"/> or <see cref="Coarse"/>.</param>
    public LbfgsResult Solve(
        double strength,
        Tensor start,
        int maximumIterations,
        Action<int, Tensor, double>? told = null,
        double tolerance = Fine
    ) => new Lbfgs(weights => Objective(weights, strength), maximumIterations, tolerance).Minimize(start, told);

    /// <summary>Mean cross-entropy and share right of weights [C, F+1] on other pictures.</summary>
    public static (double Loss, double Accuracy) Measure(Tensor weights, IFeatureParts features, Tensor labels)
    {
        using IDisposable mode = no_grad();
        (double loss, long hits) = (0, 0);
        features.ForEach(
            (first, inputs) =>
            {
                using DisposeScope scope = NewDisposeScope();
                Tensor logits = inputs.matmul(weights.t());
                Tensor own = labels.narrow(0, first, inputs.shape[0]);
                loss += nn.functional.cross_entropy(logits, own).item<float>() * inputs.shape[0];
                hits += logits.argmax(1).eq(own).sum().item<long>();
            }
        );
        return (loss / features.Rows, (double)hits / features.Rows);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        targets.Dispose();
        weighed.Dispose();
        ridged.Dispose();
    }

    private (double Value, Tensor Gradient) Objective(Tensor weights, double strength)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor shrunk = weights * ridged;
        Tensor gradient = zeros_like(weights);
        double entropy = 0;
        features.ForEach(
            (first, inputs) =>
            {
                using DisposeScope part = NewDisposeScope();
                Tensor asked = targets.narrow(0, first, inputs.shape[0]);
                Tensor weight = weighed.narrow(0, first, inputs.shape[0]);
                Tensor logs = inputs.matmul(weights.t()).log_softmax(1);
                entropy -= (logs * asked * weight).sum().item<float>();
                gradient.add_((logs.exp() - asked).mul_(weight).t().matmul(inputs));
            }
        );
        double ridge = strength / (2 * Rows) * (shrunk * shrunk).sum().item<float>();
        gradient.add_(shrunk, strength).mul_(1.0 / Rows);
        return ((entropy / Rows) + ridge, gradient.MoveToOuterDisposeScope());
    }
}
