using TransferWeb.Core.Datasets;
using TransferWeb.Core.Metrics;

namespace TransferWeb.Core.Tests.Datasets;

public class StratifiedSplitterTests
{
    private static (string, string)[] Pictures(params (string Label, int Count)[] classes) =>
        [.. classes.SelectMany(c => Enumerable.Range(0, c.Count).Select(i => ($"{c.Label}/{i:000}.jpg", c.Label)))];

    [Fact]
    public void Assign_TwoClasses_EachKeepsItsShares()
    {
        var splits = StratifiedSplitter.Assign(Pictures(("a", 100), ("b", 20)), 0.2, 0.1, seed: 1);
        Assert.Equal(120, splits.Count);
        Assert.Equal(20, splits.Count(p => p.Key.StartsWith('a') && p.Value == Split.Validation));
        Assert.Equal(10, splits.Count(p => p.Key.StartsWith('a') && p.Value == Split.Test));
        Assert.Equal(4, splits.Count(p => p.Key.StartsWith('b') && p.Value == Split.Validation));
        Assert.Equal(2, splits.Count(p => p.Key.StartsWith('b') && p.Value == Split.Test));
    }

    [Theory]
    [InlineData(1, 1, 0, 0)]
    [InlineData(2, 1, 1, 0)]
    [InlineData(3, 1, 1, 1)]
    public void Assign_TinyClass_TrainingComesFirstThenValidation(int count, int train, int validation, int test)
    {
        var splits = StratifiedSplitter.Assign(Pictures(("rare", count)), 0.15, 0.15, seed: 5);
        Assert.Equal(train, splits.Values.Count(s => s == Split.Train));
        Assert.Equal(validation, splits.Values.Count(s => s == Split.Validation));
        Assert.Equal(test, splits.Values.Count(s => s == Split.Test));
    }

    [Fact]
    public void Assign_OrderOfInput_DoesNotMatterAndSeedDoes()
    {
        (string, string)[] pictures = Pictures(("a", 50), ("b", 50));
        var first = StratifiedSplitter.Assign(pictures, 0.2, 0, seed: 3);
        var reversed = StratifiedSplitter.Assign(pictures.Reverse(), 0.2, 0, seed: 3);
        var other = StratifiedSplitter.Assign(pictures, 0.2, 0, seed: 4);
        Assert.All(first, pair => Assert.Equal(pair.Value, reversed[pair.Key]));
        Assert.Contains(first, pair => other[pair.Key] != pair.Value);
    }

    [Fact]
    public void Assign_SharesOfAllAndMore_AreRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => StratifiedSplitter.Assign(Pictures(("a", 5)), 0.6, 0.4, seed: 0));
}
