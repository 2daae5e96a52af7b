namespace TransferWeb.Training.Features;

/// <summary>
/// Centres features and scales them by one number, so that their mean square over the training pictures is 1: the same learning rate then fits every backbone. A
/// scale for each feature would blow up the ones that hardly ever answer. The scaling can be folded into a linear layer, exactly.
/// </summary>
public sealed class FeatureScaling
{
    private readonly double[] means;

    private FeatureScaling(double[] means, double scale) => (this.means, Scale) = (means, scale);

    /// <summary>What centred features are multiplied by.</summary>
    public double Scale { get; }

    /// <summary>The mean of each feature.</summary>
    public IReadOnlyList<double> Means => means;

    /// <summary>Measures means and scale over some rows.</summary>
    public static FeatureScaling Measure(FeatureTable table, IReadOnlyList<int> rows)
    {
        double[] means = new double[table.Dimensions];
        double squares = 0;
        float[] values = new float[table.Dimensions];
        foreach (int row in rows)
        {
            table.Read(row, values);
            for (int d = 0; d < means.Length; d++)
            {
                means[d] += values[d];
                squares += (double)values[d] * values[d];
            }
        }

        double meanSquare = squares / ((double)rows.Count * means.Length);
        double squaredMeans = 0;
        for (int d = 0; d < means.Length; d++)
        {
            means[d] /= rows.Count;
            squaredMeans += means[d] * means[d];
        }

        double variance = meanSquare - (squaredMeans / means.Length);
        return new FeatureScaling(means, variance <= 1e-12 ? 1 : 1 / Math.Sqrt(variance));
    }

    /// <summary>Scales features in place.</summary>
    /// <param name="values">Pictures' features, one picture after another.</param>
    public void Apply(Span<float> values)
    {
        for (int first = 0; first < values.Length; first += means.Length)
        {
            Span<float> one = values.Slice(first, means.Length);
            for (int d = 0; d < one.Length; d++)
            {
                one[d] = (float)((one[d] - means[d]) * Scale);
            }
        }
    }

    /// <summary>
    /// The layer that gives for plain features what (<paramref name="weight"/> [C, F], <paramref name="bias"/> [C]) gives for scaled ones. Both results are
    /// float32 and in the current dispose scope.
    /// </summary>
    public (Tensor Weight, Tensor Bias) FoldInto(Tensor weight, Tensor bias)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = no_grad();
        Tensor folded = weight.to_type(ScalarType.Float64) * Scale;
        Tensor shift = folded.matmul(tensor(means, device: weight.device));
        Tensor foldedBias = bias.to_type(ScalarType.Float64) - shift;
        return scope.MoveToOuter(folded.to_type(ScalarType.Float32), foldedBias.to_type(ScalarType.Float32));
    }
}
