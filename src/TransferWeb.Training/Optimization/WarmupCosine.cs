namespace TransferWeb.Training.Optimization;

/// <summary>
/// The learning rate over a run: it rises evenly during the warm-up and then falls along a cosine (Loshchilov and Hutter, 2017), to near 0 at the last
/// step. Factors are applied to each parameter group's own peak rate.
/// </summary>
public sealed class WarmupCosine : ILearningRateSchedule
{
    private readonly long steps;
    private readonly long warmup;
    private readonly double[] peaks;
    private readonly optim.ILearningRateController[] groups;

    /// <summary>Takes the groups' present rates as their peaks.</summary>
    /// <param name="optimizer">Whose rates are set.</param>
    /// <param name="steps">Steps of the whole run, 1 or more.</param>
    /// <param name="warmupShare">Share of them in which the rate rises, 0 to 0.5.</param>
    public WarmupCosine(optim.Optimizer optimizer, long steps, double warmupShare)
    {
        this.steps = steps;
        warmup = (long)Math.Round(steps * warmupShare);
        groups = [.. optimizer.ParamGroups];
        peaks = [.. groups.Select(g => g.LearningRate)];
    }

    /// <inheritdoc/>
    public double Rate => groups[0].LearningRate;

    /// <inheritdoc/>
    public void Apply(long step)
    {
        double factor = Factor(step, steps, warmup);
        for (int i = 0; i < groups.Length; i++)
        {
            groups[i].LearningRate = peaks[i] * factor;
        }
    }

    /// <summary>The share of the peak rate at a step (counted from 1), above 0 and at most 1.</summary>
    public static double Factor(long step, long steps, long warmup)
    {
        if (step <= warmup)
        {
            return (double)step / warmup;
        }

        double done = (double)(step - warmup - 1) / Math.Max(1, steps - warmup);
        return 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, done)));
    }
}
