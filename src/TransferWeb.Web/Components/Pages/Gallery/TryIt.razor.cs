using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using TransferWeb.Core.Portal;
using TransferWeb.Web.Live;

namespace TransferWeb.Web.Components.Pages.Gallery;

/// <summary>The box in which a model is tried with a picture.</summary>
public sealed partial class TryIt : ITryItListener, IAsyncDisposable
{
    private const int Shown = 8;

    private ElementReference zone;
    private ElementReference input;
    private ElementReference preview;
    private TryItInterop? browser;
    private bool asking;
    private Prediction? prediction;
    private string? problem;

    /// <summary>The model.</summary>
    [Parameter, EditorRequired]
    public required ModelSummary Model { get; set; }

    [Inject]
    private IJSRuntime Js { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            browser = new TryItInterop(Js);
            await browser.InitAsync(zone, input, preview, $"/api/models/{Model.Id}/predict", this);
        }
    }

    Task ITryItListener.AskedAsync() => ShowAsync(isAsking: true, null, null);

    Task ITryItListener.AnsweredAsync(Prediction prediction) => ShowAsync(isAsking: false, prediction, null);

    Task ITryItListener.FailedAsync(string sentence) => ShowAsync(isAsking: false, null, sentence);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }
    }

    private Task RetryAsync() => browser!.UpdateAsync();

    private Task ShowAsync(bool isAsking, Prediction? answer, string? sentence) =>
        InvokeAsync(() =>
        {
            (asking, prediction, problem) = (isAsking, answer, sentence);
            StateHasChanged();
        });

    private static string Width(double share) => string.Create(CultureInfo.InvariantCulture, $"width: {share * 100:F1}%");
}
