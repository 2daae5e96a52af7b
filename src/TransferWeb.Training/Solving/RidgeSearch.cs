using TransferWeb.Training.Data;

namespace TransferWeb.Training.Solving;

/// <summary>The strength that was chosen, and what cross-validation measured with it.</summary>
/// <param name="Strength">Of the ridge.</param>
/// <param name="Folds">Folds of the cross-validation; 0 where there were too few pictures for one.</param>
/// <param name="Loss">Mean cross-entropy on the held-out folds, in nats; NaN without cross-validation.</param>
public sealed record RidgeChoice(double Strength, int Folds, double Loss);

/// <summary>
/// Chooses a ridge's strength by cross-validation over the training pictures alone: from the middle to weaker ones, each fold starting from its solution for the neighbour,
/// until they only get worse; where the first was the best, to stronger ones too. Cross-entropy decides, which is smoother than the share right.
/// </summary>
public static class RidgeSearch
{
    private const int MostFolds = 5;

    // With so many pictures, a third of them is enough to compare by.
    private const int ManyPictures = 600;
    private const int FoldsOfMany = 3;
    private const int LeastPicturesAFold = 4;

    // More pictures than this tell no more about the strength, which does not depend on their number.
    private const int MostPictures = 4000;

    private const int Iterations = 60;

    // Strengths by the number of features, whose mean square is 1.
    private static readonly double[] Weaker = [1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0003];
    private static readonly double[] Stronger = [3, 10, 30];

    /// <summary>The pictures to choose by, in the order in which they are dealt out to the folds.</summary>
    /// <param name="count">Number of all pictures.</param>
    /// <param name="seed">Decides order and folds.</param>
    public static int[] Sample(int count, long seed) => EpochOrder.Shuffled(count, seed, 0)[..Math.Min(count, MostPictures)];

    /// <summary>Chooses.</summary>
    /// <param name="features">[N, F] with mean square 1, float32, in the order of <see cref="Sample"/>.</param>
    /// <param name="labels">[N], int64.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="cancellation">Looked at between two strengths.</param>
    /// <param name="asked">What is to be said of each picture; null takes the labels as they are.</param>
    public static RidgeChoice Choose(
        Tensor features,
        Tensor labels,
        int classes,
        CancellationToken cancellation,
        LabelTargets? asked = null
    )
    {
        using DisposeScope scope = NewDisposeScope();
        long dimensions = features.shape[1];
        int count = (int)features.shape[0];
        int folds = count >= ManyPictures ? FoldsOfMany : Math.Min(MostFolds, count / LeastPicturesAFold);
        if (folds < 2)
        {
            return new RidgeChoice(dimensions, 0, double.NaN);
        }

        int[][] dealt = [.. Folds(labels, folds)];
        Tensor arrangedLabels = labels.index_select(0, Index([.. dealt.SelectMany(rows => rows)], labels.device));
        using FeatureRanges all = FeatureRanges.Arrange(features, dealt);
        Fold[] parts = [.. Enumerable.Range(0, folds).Select(held => new Fold(all, arrangedLabels, classes, held, asked))];
        try
        {
            RidgeChoice best = Walk(new(dimensions, folds, double.PositiveInfinity), Weaker);
            return best.Strength == dimensions ? Walk(best, Stronger) : best;
        }
        finally
        {
            Array.ForEach(parts, part => part.Dispose());
        }

        RidgeChoice Walk(RidgeChoice best, double[] steps)
        {
            int worse = 0;
            foreach (double strength in steps.Select(step => step * dimensions))
            {
                cancellation.ThrowIfCancellationRequested();
                double loss = parts.Average(part => part.Try(strength));
                (best, worse) = loss < best.Loss ? (best with { Strength = strength, Loss = loss }, 0) : (best, worse + 1);
                if (worse == 2)
                {
                    break;
                }
            }

            return best;
        }
    }

    /// <summary>Deals the pictures of each class out to the folds in turn, so that every fold has its share of each.</summary>
    private static IEnumerable<int[]> Folds(Tensor labels, int folds)
    {
        long[] classes = labels.cpu().data<long>().ToArray();
        return Enumerable
            .Range(0, classes.Length)
            .GroupBy(row => classes[row])
            .OrderBy(group => group.Key)
            .SelectMany(group => group)
            .Select((row, place) => (row, fold: place % folds))
            .GroupBy(p => p.fold, p => p.row)
            .OrderBy(group => group.Key)
            .Select(group => group.ToArray());
    }

    private static Tensor Index(int[] rows, Device device) => tensor(Array.ConvertAll(rows, row => (long)row), device: device);

    private sealed class Fold : IDisposable
    {
        private readonly RidgeClassifier classifier;
        private readonly FeatureRanges heldFeatures;
        private readonly Tensor heldLabels;
        private Tensor weights;

        public Fold(FeatureRanges all, Tensor labels, int classes, int held, LabelTargets? asked)
        {
            using DisposeScope scope = NewDisposeScope();
            FeatureRanges learnt = all.Without(held);
            classifier = new RidgeClassifier(learnt, learnt.Of(labels), classes, asked);
            heldFeatures = all.Only(held);
            heldLabels = scope.Detach(heldFeatures.Of(labels));
            weights = scope.Detach(classifier.Start());
        }

        public double Try(double strength)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor solved = scope.Detach(
                classifier.Solve(strength, weights, Iterations, tolerance: RidgeClassifier.Coarse).Point
            );
            weights.Dispose();
            weights = solved;
            return RidgeClassifier.Measure(weights, heldFeatures, heldLabels).Loss;
        }

        public void Dispose()
        {
            classifier.Dispose();
            heldLabels.Dispose();
            weights.Dispose();
        }
    }
}
