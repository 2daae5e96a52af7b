using TransferWeb.Training.Features;

namespace TransferWeb.Training.Tests.Features;

public sealed class FeatureScalingTests
{
    private const int Rows = 50;
    private const int Dimensions = 6;

    private static readonly int[] All = [.. Enumerable.Range(0, Rows)];

    [Fact]
    public void Apply_ToTheMeasuredRows_GivesMeanZeroAndMeanSquareOne()
    {
        FeatureTable table = RandomTable();

        float[] scaled = Scaled(table, FeatureScaling.Measure(table, All));

        for (int d = 0; d < Dimensions; d++)
        {
            Assert.Equal(0, All.Average(row => scaled[(row * Dimensions) + d]), 4);
        }

        Assert.Equal(1, scaled.Average(v => (double)v * v), 4);
    }

    [Fact]
    public void FoldInto_ALinearLayer_GivesThePlainFeaturesTheSameLogits()
    {
        using DisposeScope scope = NewDisposeScope();
        FeatureTable table = RandomTable();
        FeatureScaling scaling = FeatureScaling.Measure(table, All);
        Tensor weight = randn(3, Dimensions);
        Tensor bias = randn(3);
        Tensor expected = nn.functional.linear(tensor(Scaled(table, scaling), [Rows, Dimensions]), weight, bias);

        (Tensor foldedWeight, Tensor foldedBias) = scaling.FoldInto(weight, bias);

        Tensor actual = nn.functional.linear(tensor(Values(table), [Rows, Dimensions]), foldedWeight, foldedBias);
        Assert.True(actual.allclose(expected, rtol: 1e-4, atol: 1e-4));
    }

    [Fact]
    public void Measure_OfFeaturesThatNeverDiffer_DividesByNothing()
    {
        FeatureTable table = new(new float[Rows * Dimensions], [.. Enumerable.Repeat(true, Rows)], Dimensions);

        Assert.Equal(1, FeatureScaling.Measure(table, All).Scale);
    }

    private static float[] Values(FeatureTable table)
    {
        float[] values = new float[Rows * Dimensions];
        table.Read(0, values);
        return values;
    }

    private static float[] Scaled(FeatureTable table, FeatureScaling scaling)
    {
        float[] values = Values(table);
        scaling.Apply(values);
        return values;
    }

    private static FeatureTable RandomTable()
    {
        Random random = new(3);
        float[] values =
        [
            .. Enumerable.Range(0, Rows * Dimensions).Select(i => (float)((random.NextDouble() * 4) + (i % Dimensions))),
        ];
        return new FeatureTable(values, [.. Enumerable.Repeat(true, Rows)], Dimensions);
    }
}
