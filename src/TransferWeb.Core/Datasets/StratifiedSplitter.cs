using TransferWeb.Core.Metrics;

namespace TransferWeb.Core.Datasets;

/// <summary>Divides each class by the same shares, so that a rare class is held back too. The same seed and paths give the same split.</summary>
public static class StratifiedSplitter
{
    /// <summary>
    /// Assigns a split to each picture. A class keeps at least one picture for training; validation, then test, get at least one where
    /// the class has pictures left and the share is above 0.
    /// </summary>
    /// <param name="pictures">Path and label of each picture; the order does not matter.</param>
    /// <param name="validationShare">0 to below 1.</param>
    /// <param name="testShare">0 to below 1; both together below 1.</param>
    /// <param name="seed">Decides who goes where.</param>
    /// <returns>The split of each path.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A share is out of range.</exception>
    public static IReadOnlyDictionary<string, Split> Assign(
        IEnumerable<(string Path, string Label)> pictures,
        double validationShare,
        double testShare,
        long seed
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegative(validationShare);
        ArgumentOutOfRangeException.ThrowIfNegative(testShare);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(validationShare + testShare, 1, nameof(validationShare));

        Dictionary<string, Split> splits = new(StringComparer.Ordinal);
        Random random = new(unchecked((int)(seed ^ (seed >> 32))));
        foreach (
            IGrouping<string, string> label in pictures
                .GroupBy(p => p.Label, p => p.Path, StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
        )
        {
            string[] paths = [.. label.Order(StringComparer.Ordinal)];
            random.Shuffle(paths);
            int validation = HeldBack(paths.Length, validationShare, available: paths.Length - 1);
            int test = HeldBack(paths.Length, testShare, available: paths.Length - 1 - validation);
            for (int i = 0; i < paths.Length; i++)
            {
                splits[paths[i]] =
                    i < validation ? Split.Validation
                    : i < validation + test ? Split.Test
                    : Split.Train;
            }
        }

        return splits;
    }

    private static int HeldBack(int count, double share, int available) =>
        share == 0 ? 0 : Math.Min(Math.Max(1, (int)Math.Round(count * share)), Math.Max(0, available));
}
