using TransferWeb.Core.Datasets;
using TransferWeb.Core.Portal;

namespace TransferWeb.Core.Guidance;

/// <summary>How serious a finding is.</summary>
public enum FindingLevel
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Works, but could be better.</summary>
    Notice,

    /// <summary>Will spoil the result.</summary>
    Warning,
}

/// <summary>One finding of the data-set doctor: a few words for a chip, a sentence, and the files it is about.</summary>
public sealed record Finding(FindingLevel Level, string Chip, string Sentence, IReadOnlyList<PictureProblem> Files);

/// <summary>Looks at a data set as an experienced colleague would.</summary>
public static class DatasetAdvice
{
    /// <summary>Below so many pictures a class even a frozen network has little to go by.</summary>
    public const int FewPictures = 20;

    /// <summary>A class so many times as large as another draws the answers to it.</summary>
    private const double Unbalanced = 5;

    /// <summary>All findings, the gravest first.</summary>
    public static IReadOnlyList<Finding> Findings(DatasetDetails dataset) =>
        [.. FileFindings(dataset.Problems).Concat(ClassFindings(dataset.Classes)).OrderByDescending(f => f.Level)];

    private static IEnumerable<Finding> FileFindings(IReadOnlyList<PictureProblem> problems)
    {
        PictureProblem[] left = [.. problems.Where(p => p.LeftOut && p.Kind != PictureProblemKind.Duplicate)];
        if (left.Length > 0)
        {
            yield return new(
                FindingLevel.Notice,
                $"{Say.Number(left.Length)} left out",
                $"{Say.Count(left.Length, "file")} could not be used and {(left.Length == 1 ? "was" : "were")} left out. The rest is not touched by this.",
                left
            );
        }

        PictureProblem[] doubles = [.. problems.Where(p => p.Kind == PictureProblemKind.Duplicate)];
        if (doubles.Length > 0)
        {
            yield return new(
                FindingLevel.Notice,
                Say.Count(doubles.Length, "double"),
                $"{Say.Count(doubles.Length, "file")} {(doubles.Length == 1 ? "is the same picture as another" : "are the same pictures as others")}. "
                    + "A double on both sides of the split would make the accuracy look better than it is.",
                doubles
            );
        }

        PictureProblem[] noted = [.. problems.Where(p => !p.LeftOut && p.Kind != PictureProblemKind.Duplicate)];
        if (noted.Length > 0)
        {
            yield return new(
                FindingLevel.Good,
                $"{Say.Number(noted.Length)} noted",
                $"{Say.Count(noted.Length, "file")} {(noted.Length == 1 ? "has" : "have")} something odd, and {(noted.Length == 1 ? "is" : "are")} used all the same.",
                noted
            );
        }
    }

    private static IEnumerable<Finding> ClassFindings(IReadOnlyList<ClassSummary> classes)
    {
        if (classes.Count < 2)
        {
            yield break;
        }

        ClassSummary[] few = [.. classes.Where(c => c.Total is > 0 and < FewPictures)];
        if (few.Length > 0)
        {
            yield return new(
                FindingLevel.Warning,
                $"few of {Say.List([.. few.Select(c => c.Label)], 2)}",
                $"{Say.List([.. few.Select(c => $"“{c.Label}” has {Say.Number(c.Total)}")])}: with fewer than {FewPictures} pictures of a class the answers about it will be poor.",
                []
            );
        }

        ClassSummary largest = classes.MaxBy(c => c.Total)!;
        ClassSummary smallest = classes.MinBy(c => c.Total)!;
        if (smallest.Total > 0 && largest.Total > smallest.Total * Unbalanced)
        {
            yield return new(
                FindingLevel.Notice,
                "uneven classes",
                $"“{largest.Label}” has {largest.Total / smallest.Total} times as many pictures as “{smallest.Label}”; the model will lean towards it.",
                []
            );
        }
    }
}
