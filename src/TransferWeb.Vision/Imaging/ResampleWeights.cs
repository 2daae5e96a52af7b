namespace TransferWeb.Vision.Imaging;

/// <summary>
/// For a stretch of output positions along one axis: which input positions each draws from, and with which fixed-point weights.
/// The filter widens with the reduction (antialiasing), and every rounding is Pillow's, so that results agree to the bit.
/// </summary>
internal sealed class ResampleWeights
{
    /// <summary>Fraction bits of a weight: 8 bits for the pixel and 2 spare for sums leave 22 of 32.</summary>
    public const int PrecisionBits = 32 - 8 - 2;

    /// <summary>One half, added before the fraction is cut off.</summary>
    public const int Half = 1 << (PrecisionBits - 1);

    private readonly int[] starts;
    private readonly int[] counts;
    private readonly int[] weights;
    private readonly int stride;

    /// <summary>Weights of the outputs [first, first + count) when <paramref name="inputSize"/> positions become <paramref name="outputSize"/>.</summary>
    public ResampleWeights(int inputSize, int outputSize, int first, int count, Resampling resampling)
    {
        double scale = (double)inputSize / outputSize;
        double widening = Math.Max(scale, 1.0);
        double support = widening * (resampling == Resampling.Bicubic ? 2.0 : 1.0);
        Func<double, double> filter = resampling == Resampling.Bicubic ? Cubic : Triangle;
        stride = ((int)Math.Ceiling(support) * 2) + 1;
        starts = new int[count];
        counts = new int[count];
        weights = new int[count * stride];
        double[] exact = new double[stride];
        for (int i = 0; i < count; i++)
        {
            double centre = (first + i + 0.5) * scale;
            int start = Math.Max(0, (int)(centre - support + 0.5));
            int taps = Math.Min(inputSize, (int)(centre + support + 0.5)) - start;
            starts[i] = start;
            counts[i] = taps;
            Fill(exact.AsSpan(0, taps), filter, start - centre + 0.5, 1.0 / widening, weights.AsSpan(i * stride, taps));
        }
    }

    /// <summary>First input position of output <paramref name="index"/>.</summary>
    public int Start(int index) => starts[index];

    /// <summary>Weights of the input positions from <see cref="Start"/> on.</summary>
    public ReadOnlySpan<int> Of(int index) => weights.AsSpan(index * stride, counts[index]);

    /// <summary>The first input position that any output draws from, and the one behind the last.</summary>
    public (int First, int End) InputRange() => (starts[0], starts[^1] + counts[^1]);

    private static void Fill(
        Span<double> exact,
        Func<double, double> filter,
        double firstDistance,
        double inverseWidening,
        Span<int> fixedPoint
    )
    {
        double sum = 0;
        for (int tap = 0; tap < exact.Length; tap++)
        {
            exact[tap] = filter(Math.Abs((tap + firstDistance) * inverseWidening));
            sum += exact[tap];
        }

        for (int tap = 0; tap < exact.Length; tap++)
        {
            double share = sum == 0 ? exact[tap] : exact[tap] / sum;
            fixedPoint[tap] = (int)((share < 0 ? -0.5 : 0.5) + (share * (1 << PrecisionBits)));
        }
    }

    private static double Triangle(double distance) => Math.Max(0.0, 1.0 - distance);

    // Keys (1981) with a = -0.5, in Pillow's order of operations.
    private static double Cubic(double distance) =>
        distance switch
        {
            < 1.0 => (((1.5 * distance) - 2.5) * distance * distance) + 1.0,
            < 2.0 => ((((distance - 5.0) * distance) + 8.0) * distance - 4.0) * -0.5,
            _ => 0.0,
        };
}
