using TransferWeb.Core.Models;

namespace TransferWeb.Core.Metrics;

/// <summary>Turns a model's answers about held-back pictures into an <see cref="EvaluationReport"/>.</summary>
public static class EvaluationBuilder
{
    private const double SmallestProbability = 1e-12;

    /// <summary>Builds the report.</summary>
    /// <param name="split">Which pictures these are.</param>
    /// <param name="classes">The classes, in the order of the outputs.</param>
    /// <param name="pictures">Path, true class index, and one probability a class (0 to 1, summing to 1), a row a picture.</param>
    /// <param name="trainLabels">Class index of each training picture; decides the commonest class.</param>
    /// <exception cref="ArgumentException">There are no pictures.</exception>
    public static EvaluationReport Build(
        Split split,
        IReadOnlyList<string> classes,
        IReadOnlyList<(string Path, int Truth, IReadOnlyList<double> Probabilities)> pictures,
        IReadOnlyList<int> trainLabels
    )
    {
        if (pictures.Count == 0)
        {
            throw new ArgumentException("There are no pictures to evaluate on.", nameof(pictures));
        }

        int[] truth = [.. pictures.Select(p => p.Truth)];
        int[] said = [.. pictures.Select(p => Likeliest(p.Probabilities))];
        int[][] matrix = ClassificationMetrics.ConfusionMatrix(truth, said, classes.Count);
        IReadOnlyList<ClassReport> perClass = ClassificationMetrics.PerClass(matrix, classes);
        int hits = truth.Zip(said).Count(pair => pair.First == pair.Second);
        int commonest = trainLabels
            .CountBy(label => label)
            .OrderByDescending(pair => pair.Value)
            .ThenBy(pair => pair.Key)
            .First()
            .Key;
        return new EvaluationReport
        {
            Split = split,
            Classes = classes,
            Images = pictures.Count,
            AccuracyTop1 = (double)hits / pictures.Count,
            AccuracyInterval = ClassificationMetrics.WilsonInterval(hits, pictures.Count),
            F1Macro = perClass.Average(c => c.F1),
            Loss = pictures.Average(p => -Math.Log(Math.Max(p.Probabilities[p.Truth], SmallestProbability))),
            CommonestClass = new Baseline(classes[commonest], (double)truth.Count(t => t == commonest) / pictures.Count),
            PerClass = perClass,
            ConfusionMatrix = matrix,
            Predictions =
            [
                .. pictures.Select(
                    (p, i) =>
                        new PicturePrediction(
                            p.Path,
                            classes[p.Truth],
                            classes[said[i]],
                            p.Probabilities[said[i]],
                            p.Probabilities
                        )
                ),
            ],
        };
    }

    private static int Likeliest(IReadOnlyList<double> probabilities)
    {
        int best = 0;
        for (int i = 1; i < probabilities.Count; i++)
        {
            best = probabilities[i] > probabilities[best] ? i : best;
        }

        return best;
    }
}
