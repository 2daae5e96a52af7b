namespace TransferWeb.Training.Optimization;

/// <summary>Numbers from the symmetric beta distribution.</summary>
public static class BetaDistribution
{
    /// <summary>A number from Beta(<paramref name="alpha"/>, <paramref name="alpha"/>), 0 to 1.</summary>
    public static double Draw(Random random, double alpha)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(alpha);
        double first = LogGamma(random, alpha);
        double second = LogGamma(random, alpha);

        // In logarithms: for small α both would underflow to 0.
        return 1 / (1 + Math.Exp(second - first));
    }

    /// <summary>
    /// The logarithm of a number from Gamma(shape, 1), by squeezing a normal one (Marsaglia and Tsang, "A Simple Method for Generating Gamma Variables", 2000);
    /// shapes below 1 are drawn one higher and corrected by a power of an even number.
    /// </summary>
    private static double LogGamma(Random random, double shape)
    {
        if (shape < 1)
        {
            return LogGamma(random, shape + 1) + (Math.Log(1 - random.NextDouble()) / shape);
        }

        double d = shape - (1.0 / 3);
        double c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double normal = Normal(random);
            double v = Math.Pow(1 + (c * normal), 3);
            double u = 1 - random.NextDouble();
            if (v > 0 && Math.Log(u) < (normal * normal / 2) + (d * (1 - v + Math.Log(v))))
            {
                return Math.Log(d * v);
            }
        }
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
