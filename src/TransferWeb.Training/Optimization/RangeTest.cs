namespace TransferWeb.Training.Optimization;

/// <summary>
/// Reads a learning rate off the losses of a sweep (Smith, "Cyclical Learning Rates for Training Neural Networks", 2017): rates that are too low change nothing,
/// good ones make the loss fall, and too high ones make it rise.
/// </summary>
public static class RangeTest
{
    /// <summary>How much of the running mean of losses stays at each step.</summary>
    private const double Smoothing = 0.8;

    /// <summary>The loss must fall at least to this share of the first one for the fall to be told from chance.</summary>
    private const double ClearFall = 0.9;

    /// <summary>Past this multiple of the least loss the sweep has gone too far.</summary>
    private const double TooFar = 3;

    /// <summary>From this multiple of the least loss on, the loss counts as rising again.</summary>
    private const double Rising = 1.1;

    /// <summary>Running means of the losses, corrected for their beginning.</summary>
    public static double[] Smooth(IReadOnlyList<double> losses)
    {
        double[] smooth = new double[losses.Count];
        double sum = 0;
        double weight = 0;
        for (int i = 0; i < smooth.Length; i++)
        {
            sum = (Smoothing * sum) + ((1 - Smoothing) * losses[i]);
            weight = (Smoothing * weight) + (1 - Smoothing);
            smooth[i] = sum / weight;
        }

        return smooth;
    }

    /// <summary>Whether the sweep may end: the running mean has left the range in which anything is learnt.</summary>
    public static bool HasDiverged(IReadOnlyList<double> losses)
    {
        double[] smooth = Smooth(losses);
        return !double.IsFinite(smooth[^1]) || smooth[^1] > TooFar * smooth.Min();
    }

    /// <summary>
    /// The rate at which the loss falls most steeply over the logarithm of the rate. Where it does not clearly fall, because training has begun near a minimum, a tenth
    /// of the highest rate that does no harm.
    /// </summary>
    /// <param name="rates">Rising, one a step.</param>
    /// <param name="losses">The losses of the same steps; the last ones may be infinite.</param>
    public static double Propose(IReadOnlyList<double> rates, IReadOnlyList<double> losses)
    {
        double[] smooth = [.. Smooth(losses).TakeWhile(double.IsFinite)];
        if (smooth.Length < 3)
        {
            return rates[0];
        }

        int least = Array.IndexOf(smooth, smooth.Min());
        if (least >= 2 && smooth[least] < ClearFall * smooth[0])
        {
            int steepest = Enumerable.Range(1, least - 1).MinBy(i => smooth[i + 1] - smooth[i - 1]);
            return rates[steepest];
        }

        int harmless = Enumerable.Range(least, smooth.Length - least).TakeWhile(i => smooth[i] <= Rising * smooth[least]).Last();
        return rates[harmless] / 10;
    }
}
