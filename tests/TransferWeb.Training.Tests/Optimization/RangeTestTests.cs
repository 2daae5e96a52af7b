using TransferWeb.Training.Optimization;

namespace TransferWeb.Training.Tests.Optimization;

public sealed class RangeTestTests
{
    private static readonly double[] Rates = [.. Enumerable.Range(0, 61).Select(i => Math.Pow(10, -6 + (i / 10.0)))];

    [Fact]
    public void Propose_LossThatFallsThenRises_TakesTheRateOfTheSteepestFall()
    {
        // Falls as a logistic curve, steepest at 1e-3, and explodes past 1e-1; the running mean lags by some steps of a tenth.
        double[] losses = [.. Rates.Select(r => 0.2 + (0.5 / (1 + Math.Pow(r / 1e-3, 2))) + Math.Pow(r / 0.1, 4))];

        Assert.InRange(RangeTest.Propose(Rates, losses), 7e-4, 4e-3);
    }

    [Fact]
    public void Propose_LossThatNeverFalls_StaysATenthBelowTheHarm()
    {
        double[] losses = [.. Rates.Select(r => 0.1 + Math.Pow(r / 1e-2, 2))];

        Assert.InRange(RangeTest.Propose(Rates, losses), 1e-4, 1e-3);
    }

    [Fact]
    public void Propose_LossThatLeavesTheNumbers_IgnoresWhatComesAfter()
    {
        double[] losses = [.. Rates.Select(r => r > 1e-2 ? double.PositiveInfinity : 0.7 - (0.1 * Math.Log10(r / 1e-6)))];

        Assert.InRange(RangeTest.Propose(Rates, losses), 1e-6, 1e-2);
    }

    [Fact]
    public void HasDiverged_PastThreeTimesTheLeast_SaysSo()
    {
        Assert.False(RangeTest.HasDiverged([1, 0.5, 0.6, 0.7]));
        Assert.True(RangeTest.HasDiverged([1, 0.5, 0.6, 40]));
        Assert.True(RangeTest.HasDiverged([1, double.NaN]));
    }

    [Fact]
    public void Smooth_OfAConstant_IsTheConstantFromTheFirst() =>
        Assert.All(RangeTest.Smooth([2, 2, 2, 2]), value => Assert.Equal(2, value, 12));

    [Fact]
    public void ClassWeights_OfUnevenClasses_LetEachCountAlike()
    {
        float[] weights = ClassWeights.Of([0, 0, 0, 1, 1, 1, 1, 1, 1, 3], classes: 4);

        Assert.Equal([10f / 9, 10f / 18, 0, 10f / 3], weights);
    }
}
