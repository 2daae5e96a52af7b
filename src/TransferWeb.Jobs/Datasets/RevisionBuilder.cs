using TransferWeb.Core.Datasets;
using TransferWeb.Core.Metrics;
using TransferWeb.Core.Portal;

namespace TransferWeb.Jobs.Datasets;

/// <summary>What came of a check: a revision, or the sentence why there is none; the message of a revision is a sentence worth saying, or null.</summary>
internal sealed record CheckedDataset(DatasetRevision? Revision, string? Message, CheckReport Report);

/// <summary>What a person sees of the last check, whether it gave a revision or not.</summary>
internal sealed record CheckReport(IReadOnlyList<ClassSummary> Classes, IReadOnlyList<PictureProblem> Problems);

/// <summary>Turns what a worker found in a picture folder into a revision that can be trained on.</summary>
internal static class RevisionBuilder
{
    private const double ValidationShare = 0.15;
    private const double TestShare = 0.15;
    private const int FewestPictures = 2;
    private const int Examples = 8;

    /// <summary>Builds a revision, or says why there can be none.</summary>
    /// <param name="number">The revision's number.</param>
    /// <param name="createdAt">When it is made.</param>
    /// <param name="inspection">What the worker found.</param>
    /// <param name="earlier">The revision before, whose split is kept for the pictures that are still there; null for the first.</param>
    public static CheckedDataset Build(
        int number,
        DateTimeOffset createdAt,
        DatasetInspection inspection,
        DatasetRevision? earlier
    )
    {
        List<PictureProblem> problems = [.. inspection.Problems];
        List<Sample> samples = WithoutDuplicates(inspection.Samples, problems);
        string[] classes = [.. samples.Select(s => s.Label).Distinct().Order(StringComparer.Ordinal)];
        problems.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        if (WhyUnusable(samples, classes, inspection) is { } reason)
        {
            return new CheckedDataset(null, reason, new CheckReport(Summarize(classes, samples), problems));
        }

        DatasetRevision revision = new()
        {
            Number = number,
            CreatedAt = createdAt,
            Classes = classes,
            Samples = [.. Assigned(samples, inspection.HasSplits, earlier).OrderBy(s => s.Path, StringComparer.Ordinal)],
            Problems = problems,
        };
        string[] empty = [.. inspection.Classes.Except(classes, StringComparer.Ordinal)];
        return new CheckedDataset(
            revision,
            empty.Length == 0
                ? null
                : $"{Named(empty)} no usable pictures, so the model will not know {(empty.Length == 1 ? "it" : "them")}.",
            new CheckReport(Summarize(classes, revision.Samples), problems)
        );
    }

    private static List<ClassSummary> Summarize(string[] classes, IReadOnlyList<Sample> samples)
    {
        ILookup<string, Sample> byLabel = samples.ToLookup(s => s.Label, StringComparer.Ordinal);
        return
        [
            .. classes.Select(label => new ClassSummary(
                label,
                byLabel[label].Count(s => s.Split == Split.Train),
                byLabel[label].Count(s => s.Split == Split.Validation),
                byLabel[label].Count(s => s.Split == Split.Test),
                [.. byLabel[label].Take(Examples).Select(s => s.Path)]
            )),
        ];
    }

    /// <summary>The same bytes twice teach nothing, and in two splits they make the result look better than it is: one copy stays, the one held back.</summary>
    private static List<Sample> WithoutDuplicates(IReadOnlyList<Sample> samples, List<PictureProblem> problems)
    {
        List<Sample> kept = [];
        foreach (IGrouping<string, Sample> same in samples.GroupBy(s => s.Sha256, StringComparer.Ordinal))
        {
            Sample[] copies = [.. same.OrderByDescending(s => s.Split).ThenBy(s => s.Path, StringComparer.Ordinal)];
            bool contradictory = copies.Any(c => c.Label != copies[0].Label);
            if (!contradictory)
            {
                kept.Add(copies[0]);
            }

            foreach (Sample copy in contradictory ? copies : copies[1..])
            {
                string other = copies.First(c => c != copy && (!contradictory || c.Label != copy.Label)).Path;
                string sentence = contradictory
                    ? $"The same picture is also {other}, in another class, so both were left out. Keep it in the right class only."
                    : $"The same picture is also {other}, so this copy was left out.";
                problems.Add(new PictureProblem(copy.Path, PictureProblemKind.Duplicate, sentence, LeftOut: true));
            }
        }

        return kept;
    }

    private static string? WhyUnusable(List<Sample> samples, string[] classes, DatasetInspection inspection)
    {
        if (samples.Count == 0)
        {
            int files = inspection.Problems.Count + inspection.Samples.Count;
            return files == 0
                ? "There are no pictures yet. Upload a folder of pictures for each class."
                : $"None of the {files} files can be used; the list says why for each. Upload other pictures.";
        }

        if (classes.Length == 1)
        {
            return $"There is only one class, '{classes[0]}'. A model learns to tell classes apart, so add pictures of at least one other class.";
        }

        string[] small = [.. classes.Where(c => samples.Count(s => s.Label == c) < FewestPictures)];
        if (small.Length > 0)
        {
            return $"{Named(small)} only 1 usable picture{(small.Length == 1 ? "" : " each")}. Add more: at least {FewestPictures}, better 20 or more of each class.";
        }

        return inspection.HasSplits && samples.All(s => s.Split != Split.Train)
            ? "The train folder has no usable pictures. Put the pictures to learn from into train, one folder a class."
            : null;
    }

    private static IEnumerable<Sample> Assigned(List<Sample> samples, bool hasSplits, DatasetRevision? earlier)
    {
        if (hasSplits && samples.Any(s => s.Split == Split.Validation))
        {
            return samples;
        }

        if (hasSplits)
        {
            Dictionary<string, Split> ofTrain = Assign(samples.Where(s => s.Split == Split.Train), testShare: 0);
            return samples.Select(s => s with { Split = ofTrain.GetValueOrDefault(s.Path, s.Split) });
        }

        // A picture keeps its split for good, so that later revisions are measured on pictures no earlier model has learnt from.
        Dictionary<string, Split> known = earlier is null
            ? []
            : earlier.Samples.ToDictionary(s => s.Sha256, s => s.Split, StringComparer.Ordinal);
        Dictionary<string, Split> fresh = Assign(samples.Where(s => !known.ContainsKey(s.Sha256)), TestShare);
        return samples.Select(s => s with { Split = known.TryGetValue(s.Sha256, out Split split) ? split : fresh[s.Path] });
    }

    private static Dictionary<string, Split> Assign(IEnumerable<Sample> samples, double testShare) =>
        new(
            StratifiedSplitter.Assign(samples.Select(s => (s.Path, s.Label)), ValidationShare, testShare, seed: 0),
            StringComparer.Ordinal
        );

    private static string Named(string[] classes) =>
        classes.Length == 1
            ? $"The class '{classes[0]}' has"
            : $"The classes {string.Join(", ", classes.Take(5).Select(c => $"'{c}'"))}{(classes.Length > 5 ? $" and {classes.Length - 5} more" : "")} have";
}
