using TransferWeb.Core.Datasets;
using TransferWeb.Core.Metrics;
using TransferWeb.Core.Runs;

namespace TransferWeb.Training.Data;

/// <summary>What a set of pictures must have for a run to make sense.</summary>
public static class DatasetRules
{
    /// <summary>Two classes at least, each with a picture.</summary>
    /// <exception cref="RunFailedException">It is otherwise; the sentence names the class.</exception>
    public static void CheckClasses(IReadOnlyList<string> classes, IReadOnlyList<Sample> samples)
    {
        if (samples.Count == 0)
        {
            throw new RunFailedException(
                RunFailure.DatasetEmpty,
                "There are no pictures to learn from. Put them into one folder a class: cats/1.jpg, dogs/1.jpg."
            );
        }

        HashSet<string> filled = [.. samples.Select(s => s.Label)];
        if (classes.FirstOrDefault(label => !filled.Contains(label)) is { } empty)
        {
            throw new RunFailedException(
                RunFailure.DatasetTooSmall,
                $"The class '{empty}' has no usable pictures. Add some, or remove its folder."
            );
        }

        if (classes.Count == 1)
        {
            throw new RunFailedException(
                RunFailure.DatasetTooSmall,
                $"There is only one class, '{classes[0]}'. Telling things apart takes two at least: add pictures of something else."
            );
        }
    }

    /// <summary>Training pictures of every class, and pictures to check with.</summary>
    /// <returns>Sentences about what is weak but can be trained with.</returns>
    /// <exception cref="RunFailedException">It is otherwise.</exception>
    public static IReadOnlyList<string> CheckSplits(TrainingData data)
    {
        ILookup<string, Sample> byClass = data.Samples.ToLookup(s => s.Label);
        foreach (string label in data.Classes.Where(label => byClass[label].All(s => s.Split != Split.Train)))
        {
            throw new RunFailedException(
                RunFailure.DatasetTooSmall,
                $"The class '{label}' has no picture among those to learn from. Add some there, or take the class out of the others."
            );
        }

        if (data.Samples.All(s => s.Split != Split.Validation))
        {
            throw new RunFailedException(
                RunFailure.DatasetTooSmall,
                "No picture is left to check with: every class has only one. Add a second picture to each class, better twenty."
            );
        }

        IEnumerable<string?> weaknesses = data.Classes.Select(label => Weakness(label, [.. byClass[label]])).Append(Leak(data));
        return [.. weaknesses.OfType<string>()];
    }

    /// <summary>The data without pictures that turned out to be damaged.</summary>
    /// <exception cref="RunFailedException">Too few are left.</exception>
    public static TrainingData Drop(TrainingData data, IReadOnlySet<string> damaged)
    {
        if (damaged.Count == 0)
        {
            return data;
        }

        TrainingData rest = data.Without(damaged);
        CheckClasses(rest.Classes, rest.Samples);
        _ = CheckSplits(rest);
        return rest;
    }

    private static string? Leak(TrainingData data)
    {
        HashSet<string> learnt = [.. data.Of(Split.Train).Select(s => s.Sha256)];
        int leaked = data.Samples.Count(s => s.Split != Split.Train && learnt.Contains(s.Sha256));
        return leaked == 0
            ? null
            : $"{leaked} of the pictures to check with are also among those learnt from, so the result will look better than it is. Remove the doubles.";
    }

    private static string? Weakness(string label, IReadOnlyList<Sample> samples) =>
        samples.Count == 1
            ? $"The class '{label}' has one picture only: it is learnt from, and nothing is left to check it with. Add more pictures of it."
        : samples.All(s => s.Split == Split.Train)
            ? $"The class '{label}' has no picture to check with; how well it is recognised stays unknown."
        : null;
}
