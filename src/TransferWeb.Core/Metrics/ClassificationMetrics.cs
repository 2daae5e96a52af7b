using TransferWeb.Core.Models;

namespace TransferWeb.Core.Metrics;

/// <summary>Numbers of a classifier, from what was true and what was said.</summary>
public static class ClassificationMetrics
{
    private const double Z95 = 1.959963984540054;

    /// <summary>Counts pictures by true class (row) and predicted class (column).</summary>
    /// <param name="truth">Class index of each picture, 0 to <paramref name="classes"/> − 1.</param>
    /// <param name="predicted">What was said of each, in the same order.</param>
    /// <param name="classes">Number of classes.</param>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    public static int[][] ConfusionMatrix(IReadOnlyList<int> truth, IReadOnlyList<int> predicted, int classes)
    {
        if (truth.Count != predicted.Count)
        {
            throw new ArgumentException($"{truth.Count} true classes but {predicted.Count} predictions.", nameof(predicted));
        }

        int[][] matrix = [.. Enumerable.Range(0, classes).Select(_ => new int[classes])];
        for (int i = 0; i < truth.Count; i++)
        {
            matrix[truth[i]][predicted[i]]++;
        }

        return matrix;
    }

    /// <summary>Precision, recall, F1 and support of each class; a ratio without a denominator is 0, as in scikit-learn.</summary>
    public static IReadOnlyList<ClassReport> PerClass(IReadOnlyList<IReadOnlyList<int>> matrix, IReadOnlyList<string> labels) =>
        [
            .. labels.Select(
                (label, c) =>
                {
                    int hits = matrix[c][c];
                    int support = matrix[c].Sum();
                    int said = matrix.Sum(row => row[c]);
                    return new ClassReport(
                        label,
                        Ratio(hits, said),
                        Ratio(hits, support),
                        Ratio(2.0 * hits, said + support),
                        support
                    );
                }
            ),
        ];

    /// <summary>The 95 % Wilson score interval of <paramref name="hits"/> out of <paramref name="total"/> (Wilson, 1927); 0 to 1 where there is nothing.</summary>
    public static Interval WilsonInterval(int hits, int total)
    {
        if (total == 0)
        {
            return new Interval(0, 1);
        }

        double p = (double)hits / total;
        double z2 = Z95 * Z95;
        double centre = (p + z2 / (2 * total)) / (1 + z2 / total);
        double half = Z95 / (1 + z2 / total) * Math.Sqrt(p * (1 - p) / total + z2 / (4.0 * total * total));
        return new Interval(Math.Max(0, centre - half), Math.Min(1, centre + half));
    }

    private static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;
}
