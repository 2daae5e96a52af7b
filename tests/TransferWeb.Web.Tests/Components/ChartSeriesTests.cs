using TransferWeb.Web.Live;

namespace TransferWeb.Web.Tests.Components;

public sealed class ChartSeriesTests
{
    [Fact]
    public void Add_SamePointTwice_IsKeptOnce()
    {
        ChartSeries series = new();

        series.Add(1, 0.5);
        series.Add(1, 0.5);
        series.Add(0.5, 0.9);

        Assert.Equal([new ChartPoint(1, 0.5)], series.Points);
    }

    [Fact]
    public void Add_NotANumber_IsDropped()
    {
        ChartSeries series = new();

        series.Add(1, double.NaN);
        series.Add(2, double.PositiveInfinity);

        Assert.Empty(series.Points);
    }

    [Fact]
    public void Add_MoreThanItHolds_AveragesNeighboursAndStaysBounded()
    {
        ChartSeries series = new(capacity: 4);
        int generation = series.Generation;

        for (int i = 1; i <= 100; i++)
        {
            series.Add(i, i);
        }

        Assert.InRange(series.Points.Count, 2, 4);
        Assert.True(series.Generation > generation);
        Assert.Equal(series.Points.OrderBy(p => p.X), series.Points);
        Assert.All(series.Points, p => Assert.Equal(p.X, p.Y, 9));
    }

    [Fact]
    public void Clear_Filled_StartsAnew()
    {
        ChartSeries series = new();
        series.Add(5, 1);

        series.Clear();
        series.Add(1, 2);

        Assert.Equal([new ChartPoint(1, 2)], series.Points);
    }
}
