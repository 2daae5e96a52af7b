using TransferWeb.Core.Datasets;
using TransferWeb.Core.Metrics;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Events;

namespace TransferWeb.Training.Data;

/// <summary>Lists a run's pictures, opens each, leaves out with a note what cannot be used, and splits the rest.</summary>
public sealed class DatasetOpener(RunEvents events, TimeProvider time)
{
    private const int NotesAtMost = 20;

    /// <summary>Opens the pictures.</summary>
    /// <exception cref="RunFailedException">Nothing can be learnt from them; the sentence says why.</exception>
    public TrainingData Open(DataSpec spec, long seed, CancellationToken cancellation)
    {
        RequireFolder(spec);
        (IReadOnlyList<string> classes, IReadOnlyList<ListedPicture> listed, List<PictureProblem> problems) = List(spec);
        IReadOnlyList<Sample> samples = Examine(spec.Folder, listed, problems, cancellation);
        Tell(problems);
        HashSet<string> splitsGiven = [.. listed.Where(p => p.Split is not null).Select(p => p.Path)];
        DatasetRules.CheckClasses(classes, samples);
        TrainingData data = new(spec.Folder, classes, Assign(samples, splitsGiven, spec, seed));
        foreach (string note in DatasetRules.CheckSplits(data))
        {
            events.Note(note);
        }

        return data;
    }

    /// <summary>Checks that the picture folder is there: worth knowing before anything is downloaded for it.</summary>
    /// <exception cref="RunFailedException">It is not.</exception>
    public static void RequireFolder(DataSpec spec)
    {
        if (!Directory.Exists(spec.Folder))
        {
            throw new RunFailedException(
                RunFailure.DatasetUnreadable,
                $"The picture folder {spec.Folder} does not exist. Check the path."
            );
        }
    }

    private static (IReadOnlyList<string>, IReadOnlyList<ListedPicture>, List<PictureProblem>) List(DataSpec spec)
    {
        if (spec.SplitFile is not null)
        {
            IReadOnlyList<ListedPicture> named = SplitFileReader.Read(spec.SplitFile);
            return ([.. named.Select(p => p.Label).Distinct().Order(StringComparer.Ordinal)], named, []);
        }

        try
        {
            PictureListing listing = PictureFolder.List(spec.Folder);
            return (listing.Classes, listing.Pictures, [.. listing.Problems]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunFailedException(
                RunFailure.DatasetUnreadable,
                $"The picture folder {spec.Folder} could not be read: {exception.Message}",
                exception
            );
        }
    }

    private Sample[] Examine(
        string folder,
        IReadOnlyList<ListedPicture> listed,
        List<PictureProblem> problems,
        CancellationToken cancellation
    )
    {
        PhaseProgress progress = new(events, RunPhase.OpenDataset, listed.Count, time);
        Examination[] examined = new Examination[listed.Count];
        ParallelOptions options = new() { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(
            0,
            listed.Count,
            options,
            i =>
            {
                examined[i] = PictureExaminer.Examine(folder, listed[i]);
                progress.Advance();
            }
        );
        problems.AddRange(examined.Select(e => e.Problem).OfType<PictureProblem>());
        return [.. examined.Select(e => e.Sample).OfType<Sample>()];
    }

    private void Tell(List<PictureProblem> problems)
    {
        foreach (PictureProblem problem in problems.Take(NotesAtMost))
        {
            events.Note(problem.Sentence);
        }

        if (problems.Count > NotesAtMost)
        {
            int rest = problems.Skip(NotesAtMost).Count(p => p.LeftOut);
            events.Note($"{problems.Count - NotesAtMost} more files have the like; {rest} of them were left out.");
        }
    }

    /// <summary>Keeps the splits that were given; carves the held-back pictures out of the training ones where none were.</summary>
    private static IReadOnlyList<Sample> Assign(
        IReadOnlyList<Sample> samples,
        HashSet<string> splitsGiven,
        DataSpec spec,
        long seed
    )
    {
        if (splitsGiven.Count > 0 && samples.Any(s => s.Split == Split.Validation))
        {
            return samples;
        }

        bool hasTest = samples.Any(s => s.Split == Split.Test);
        IReadOnlyDictionary<string, Split> assigned = StratifiedSplitter.Assign(
            samples.Where(s => s.Split == Split.Train).Select(s => (s.Path, s.Label)),
            spec.ValidationShare,
            hasTest ? 0 : spec.TestShare,
            seed
        );
        return [.. samples.Select(s => assigned.TryGetValue(s.Path, out Split split) ? s with { Split = split } : s)];
    }
}
