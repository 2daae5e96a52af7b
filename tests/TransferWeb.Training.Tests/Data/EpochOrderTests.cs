using TransferWeb.Training.Data;

namespace TransferWeb.Training.Tests.Data;

public sealed class EpochOrderTests
{
    [Fact]
    public void Shuffled_HoldsEachSampleOnceAndDependsOnSeedAndEpoch()
    {
        int[] order = EpochOrder.Shuffled(100, seed: 5, epoch: 2);

        Assert.Equal(Enumerable.Range(0, 100), order.Order());
        Assert.Equal(order, EpochOrder.Shuffled(100, seed: 5, epoch: 2));
        Assert.NotEqual(order, EpochOrder.Shuffled(100, seed: 5, epoch: 3));
        Assert.NotEqual(order, EpochOrder.Shuffled(100, seed: 6, epoch: 2));
    }

    [Theory]
    [InlineData(10, 4, new[] { 4, 4, 2 })]
    [InlineData(9, 4, new[] { 4, 5 })]
    [InlineData(8, 4, new[] { 4, 4 })]
    [InlineData(1, 4, new[] { 1 })]
    [InlineData(3, 1, new[] { 1, 1, 1 })]
    [InlineData(3, 2, new[] { 3 })]
    public void Cut_OfAnOrder_LeavesNoSampleAlone(int samples, int batchSize, int[] sizes)
    {
        int[] order = [.. Enumerable.Range(0, samples)];

        IReadOnlyList<int[]> batches = EpochOrder.Cut(order, batchSize);

        Assert.Equal(sizes, batches.Select(b => b.Length));
        Assert.Equal(order, batches.SelectMany(b => b));
        Assert.Equal(sizes.Length, EpochOrder.CountBatches(samples, batchSize));
    }

    [Fact]
    public void For_NeighbouringSamples_HasNothingInCommon()
    {
        double[] first = [.. Enumerable.Range(0, 1000).Select(sample => EpochOrder.For(1, 1, sample).NextDouble())];

        Assert.InRange(first.Average(), 0.45, 0.55);
        Assert.True(first.Distinct().Count() > 990);
    }

    [Fact]
    public void Balanced_UnevenClasses_DrawsEachEquallyOftenAndEachPictureBeforeAnyTwice()
    {
        int[] labels = [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2];

        int[] order = EpochOrder.Balanced(labels, seed: 5, epoch: 1);

        Assert.Equal([4, 4, 4], order.CountBy(row => labels[row]).OrderBy(pair => pair.Key).Select(pair => pair.Value));
        Assert.Equal(4, order.Where(row => labels[row] == 0).Distinct().Count());
        Assert.Equal([2, 2], order.Where(row => labels[row] == 1).CountBy(row => row).Select(pair => pair.Value));
        Assert.Equal(order, EpochOrder.Balanced(labels, seed: 5, epoch: 1));
        Assert.NotEqual(order, EpochOrder.Balanced(labels, seed: 5, epoch: 2));
    }
}
