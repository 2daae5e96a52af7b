namespace TransferWeb.Training.Optimization;

/// <summary>Raises the learning rate from one step to the next by the same factor: what a range test sweeps with.</summary>
public sealed class ExponentialSweep : ILearningRateSchedule
{
    private readonly long steps;
    private readonly double from;
    private readonly double to;
    private readonly double[] shares;
    private readonly optim.ILearningRateController[] groups;

    /// <summary>Takes the groups' present rates as their shares of the first one's.</summary>
    /// <param name="optimizer">Whose rates are set.</param>
    /// <param name="steps">Steps of the sweep, 2 or more.</param>
    /// <param name="from">The first group's rate in the first step, above 0.</param>
    /// <param name="to">Its rate in the last step, above <paramref name="from"/>.</param>
    public ExponentialSweep(optim.Optimizer optimizer, long steps, double from, double to)
    {
        (this.steps, this.from, this.to) = (steps, from, to);
        groups = [.. optimizer.ParamGroups];
        shares = [.. groups.Select(g => g.LearningRate / groups[0].LearningRate)];
    }

    /// <inheritdoc/>
    public double Rate => groups[0].LearningRate;

    /// <inheritdoc/>
    public void Apply(long step)
    {
        double rate = RateAt(step);
        for (int i = 0; i < groups.Length; i++)
        {
            groups[i].LearningRate = rate * shares[i];
        }
    }

    private double RateAt(long step) => from * Math.Pow(to / from, (double)(step - 1) / (steps - 1));
}
