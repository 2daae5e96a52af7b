namespace TransferWeb.Web.Live;

/// <summary>One point of a curve.</summary>
public readonly record struct ChartPoint(double X, double Y);

/// <summary>
/// A curve that grows and stays bounded: when it is full, neighbours are averaged and from then on each new point is the mean of
/// twice as many. A point at an x that is there already is dropped, so the same event may come twice.
/// </summary>
/// <param name="capacity">The most points that are kept; even, at least 2.</param>
public sealed class ChartSeries(int capacity = 1000)
{
    private readonly List<ChartPoint> points = [];
    private readonly List<ChartPoint> pending = [];
    private double lastX = double.NegativeInfinity;
    private int stride = 1;

    /// <summary>The points in order of x.</summary>
    public IReadOnlyList<ChartPoint> Points => points;

    /// <summary>Grows each time points that were already there have changed.</summary>
    public int Generation { get; private set; }

    /// <summary>Adds a point at a larger x than all before; any other is dropped, as is one that is no number.</summary>
    public void Add(double x, double y)
    {
        if (x <= lastX || !double.IsFinite(y))
        {
            return;
        }

        lastX = x;
        pending.Add(new(x, y));
        if (pending.Count < stride)
        {
            return;
        }

        points.Add(Mean(pending));
        pending.Clear();
        if (points.Count >= capacity)
        {
            Halve();
        }
    }

    /// <summary>Starts anew.</summary>
    public void Clear()
    {
        points.Clear();
        pending.Clear();
        lastX = double.NegativeInfinity;
        stride = 1;
        Generation++;
    }

    private void Halve()
    {
        for (int i = 0; i < points.Count / 2; i++)
        {
            points[i] = Mean([points[2 * i], points[(2 * i) + 1]]);
        }

        points.RemoveRange(points.Count / 2, points.Count - (points.Count / 2));
        stride *= 2;
        Generation++;
    }

    private static ChartPoint Mean(List<ChartPoint> together) => new(together.Average(p => p.X), together.Average(p => p.Y));
}
