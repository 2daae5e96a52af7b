using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace TransferWeb.Web.Live;

/// <summary>What a chart shows and how it names it.</summary>
/// <param name="Title">For those who cannot see it.</param>
/// <param name="IsShare">Whether the values are shares, shown as percentages from 0 to 100.</param>
public sealed record ChartOptions(string Title, bool IsShare);

/// <summary>One live chart of two curves in the browser. Only new points cross the wire.</summary>
public sealed class ChartsInterop(IJSRuntime js, ChartSeries train, ChartSeries validation) : JsModule(js, "runCharts")
{
    private readonly string id = Guid.NewGuid().ToString("N");
    private (int Train, int Validation) generation = (-1, -1);
    private (int Train, int Validation) sent;
    private double? sentBest;

    /// <summary>Makes the chart in an element that holds nothing else.</summary>
    public Task InitAsync(ElementReference element, ChartOptions options) => CallAsync("init", id, element, options);

    /// <summary>Sends what is new since the last call; nothing where nothing is.</summary>
    /// <param name="rounds">All rounds there will be; 0 where that is not known.</param>
    /// <param name="best">The round to mark, or null.</param>
    public async Task UpdateAsync(int rounds, double? best)
    {
        bool replace = generation != (train.Generation, validation.Generation);
        (int fromTrain, int fromValidation) = replace ? (0, 0) : sent;
        if (!replace && sent == (train.Points.Count, validation.Points.Count) && best == sentBest)
        {
            return;
        }

        generation = (train.Generation, validation.Generation);
        sent = (train.Points.Count, validation.Points.Count);
        sentBest = best;
        await CallAsync(
            "update",
            id,
            new ChartUpdate(replace, rounds, Flat(train, fromTrain), Flat(validation, fromValidation), best)
        );
    }

    /// <inheritdoc/>
    protected override async Task ReleaseAsync(IJSObjectReference loaded) => await loaded.InvokeVoidAsync("dispose", id);

    /// <summary>The points from an index on as x, y, x, y: half the size of objects.</summary>
    private static double[] Flat(ChartSeries series, int from) =>
        [.. series.Points.Skip(from).SelectMany(p => new[] { Math.Round(p.X, 4), Math.Round(p.Y, 5) })];

    private sealed record ChartUpdate(bool Replace, int Rounds, double[] Train, double[] Validation, double? Best);
}
