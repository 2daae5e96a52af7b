using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using TransferWeb.Web.Live;

namespace TransferWeb.Web.Components.Controls;

/// <summary>Two curves over the rounds, drawn by the browser and kept up to date over the circuit.</summary>
public sealed partial class LiveChart : IAsyncDisposable
{
    private ElementReference element;
    private ChartsInterop? chart;

    /// <summary>What the curves are of.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>The glossary's key of what they are of.</summary>
    [Parameter, EditorRequired]
    public required string TermKey { get; set; }

    /// <summary>A stable name for tests.</summary>
    [Parameter]
    public string? TestId { get; set; }

    /// <summary>Whether the values are shares.</summary>
    [Parameter]
    public bool IsShare { get; set; }

    /// <summary>On the pictures that are learnt from.</summary>
    [Parameter, EditorRequired]
    public required ChartSeries Train { get; set; }

    /// <summary>On the pictures that are held back.</summary>
    [Parameter, EditorRequired]
    public required ChartSeries Validation { get; set; }

    /// <summary>All rounds there will be; 0 where that is not known yet.</summary>
    [Parameter]
    public int Rounds { get; set; }

    /// <summary>The best round, marked on the second curve.</summary>
    [Parameter]
    public int? Best { get; set; }

    [Inject]
    private IJSRuntime Js { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            chart = new ChartsInterop(Js, Train, Validation);
            await chart.InitAsync(element, new(Title, IsShare));
        }

        await chart!.UpdateAsync(Rounds, Best);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (chart is not null)
        {
            await chart.DisposeAsync();
        }
    }
}
