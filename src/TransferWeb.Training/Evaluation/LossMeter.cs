namespace TransferWeb.Training.Evaluation;

/// <summary>Means over samples that arrive in batches.</summary>
public sealed class LossMeter
{
    private double lossSum;
    private long hits;
    private long samples;

    /// <summary>Mean loss; NaN before the first batch.</summary>
    public double Loss => lossSum / samples;

    /// <summary>Share right, 0 to 1; NaN before the first batch.</summary>
    public double Accuracy => (double)hits / samples;

    /// <summary>Adds a batch's mean loss and number of hits.</summary>
    public void Add(double meanLoss, long batchHits, int count)
    {
        lossSum += meanLoss * count;
        hits += batchHits;
        samples += count;
    }
}
