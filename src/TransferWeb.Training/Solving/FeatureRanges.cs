namespace TransferWeb.Training.Solving;

/// <summary>Features that lie fold by fold in one tensor, so that all but one fold, and each alone, are to be had without a copy.</summary>
public sealed class FeatureRanges : IFeatureParts
{
    private readonly Tensor inputs;
    private readonly (int First, int Count)[] folds;
    private readonly int[] used;
    private readonly bool owned;

    private FeatureRanges(Tensor inputs, (int First, int Count)[] folds, int[] used, bool owned) =>
        (this.inputs, this.folds, this.used, this.owned) = (inputs, folds, used, owned);

    /// <summary>Copies features into the order of folds.</summary>
    /// <param name="features">[N, F], float32.</param>
    /// <param name="folds">The rows of each fold.</param>
    public static FeatureRanges Arrange(Tensor features, IReadOnlyList<int[]> folds)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = no_grad();
        long columns = features.shape[1];
        Tensor inputs = ones([folds.Sum(rows => rows.Length), columns + 1], device: features.device);
        (int First, int Count)[] ranges = new (int, int)[folds.Count];
        int next = 0;
        for (int fold = 0; fold < folds.Count; fold++)
        {
            using DisposeScope part = NewDisposeScope();
            ranges[fold] = (next, folds[fold].Length);
            Tensor rows = tensor(Array.ConvertAll(folds[fold], row => (long)row), device: features.device);
            inputs.narrow(0, next, folds[fold].Length).narrow(1, 0, columns).copy_(features.index_select(0, rows));
            next += folds[fold].Length;
        }

        return new FeatureRanges(scope.Detach(inputs), ranges, [.. Enumerable.Range(0, folds.Count)], owned: true);
    }

    /// <inheritdoc/>
    public int Rows => used.Sum(fold => folds[fold].Count);

    /// <inheritdoc/>
    public int Columns => (int)inputs.shape[1];

    /// <inheritdoc/>
    public Device Device => inputs.device;

    /// <summary>One fold; valid as long as this.</summary>
    public FeatureRanges Only(int fold) => new(inputs, folds, [fold], owned: false);

    /// <summary>All folds but one; valid as long as this.</summary>
    public FeatureRanges Without(int fold) => new(inputs, folds, [.. used.Where(other => other != fold)], owned: false);

    /// <summary>What belongs to these rows of something [N, …] in the same order, in the current dispose scope.</summary>
    public Tensor Of(Tensor arranged)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] parts = [.. used.Select(fold => arranged.narrow(0, folds[fold].First, folds[fold].Count))];
        return cat(parts, 0).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void ForEach(Action<int, Tensor> take)
    {
        int first = 0;
        foreach ((int place, int count) in used.Select(fold => folds[fold]))
        {
            using Tensor part = inputs.narrow(0, place, count);
            take(first, part);
            first += count;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (owned)
        {
            inputs.Dispose();
        }
    }
}
