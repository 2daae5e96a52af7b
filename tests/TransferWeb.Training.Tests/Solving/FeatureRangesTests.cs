using TransferWeb.Training.Solving;

namespace TransferWeb.Tests.Solving;

public sealed class FeatureRangesTests
{
    private static readonly int[][] Folds =
    [
        [4, 0],
        [1, 5, 3],
        [2],
    ];

    [Theory]
    [InlineData(0, new[] { 1, 5, 3, 2 }, new[] { 4, 0 })]
    [InlineData(1, new[] { 4, 0, 2 }, new[] { 1, 5, 3 })]
    [InlineData(2, new[] { 4, 0, 1, 5, 3 }, new[] { 2 })]
    public void WithoutAndOnly_OfAFold_HaveItsRowsInOrder(int fold, int[] without, int[] only)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor features = arange(12, dtype: ScalarType.Float32).reshape(6, 2);
        using FeatureRanges all = FeatureRanges.Arrange(features, Folds);
        Tensor order = tensor(Folds.SelectMany(rows => rows.Select(row => (long)row)).ToArray());

        foreach ((FeatureRanges ranges, int[] rows) in new[] { (all.Without(fold), without), (all.Only(fold), only) })
        {
            Tensor wanted = tensor(Array.ConvertAll(rows, row => (long)row));
            Tensor got = Whole(ranges);

            Assert.Equal((rows.Length, 3), (ranges.Rows, ranges.Columns));
            Assert.True(got.narrow(1, 0, 2).equal(features.index_select(0, wanted)).all().item<bool>());
            Assert.True(got.select(1, 2).eq(1).all().item<bool>());
            Assert.True(ranges.Of(order).equal(wanted).all().item<bool>());
        }
    }

    private static Tensor Whole(FeatureRanges ranges)
    {
        Tensor whole = zeros(ranges.Rows, ranges.Columns);
        ranges.ForEach((first, part) => whole.narrow(0, first, part.shape[0]).copy_(part));
        return whole;
    }
}
