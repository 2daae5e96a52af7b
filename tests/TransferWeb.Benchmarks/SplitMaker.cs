using TransferWeb.Core.Datasets;
using TransferWeb.Core.Metrics;
using TransferWeb.Training.Data;

namespace TransferWeb.Benchmarks;

/// <summary>Makes one split that both programs are held to.</summary>
internal static class SplitMaker
{
    private const double ValidationShare = 0.2;

    /// <summary>A fifth of each class for validation. Only pictures that the reference script opens are named.</summary>
    public static SplitFile Make(string folder, long seed)
    {
        ListedPicture[] pictures =
        [
            .. PictureFolder.List(folder).Pictures.Where(p => !p.Path.EndsWith(".gif", StringComparison.OrdinalIgnoreCase)),
        ];
        IReadOnlyDictionary<string, Split> splits = StratifiedSplitter.Assign(
            pictures.Select(p => (p.Path, p.Label)),
            ValidationShare,
            testShare: 0,
            seed
        );
        return new SplitFile { Train = Of(Split.Train), Validation = Of(Split.Validation) };

        string[] Of(Split split) =>
            [.. splits.Where(pair => pair.Value == split).Select(pair => pair.Key).Order(StringComparer.Ordinal)];
    }
}
