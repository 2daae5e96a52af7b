using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using TransferWeb.Core.Portal;

namespace TransferWeb.Web.Live;

/// <summary>Told by the browser how a question to a model goes.</summary>
public interface ITryItListener
{
    /// <summary>A picture is on its way.</summary>
    Task AskedAsync();

    /// <summary>The answer came.</summary>
    Task AnsweredAsync(Prediction prediction);

    /// <summary>There is no answer, for this reason.</summary>
    Task FailedAsync(string sentence);
}

/// <summary>The browser's side of the try-it box: picks, drops and pastes go straight to the REST interface.</summary>
public sealed class TryItInterop(IJSRuntime js) : JsModule(js, "tryIt")
{
    private readonly string id = Guid.NewGuid().ToString("N");
    private DotNetObjectReference<Listener>? listener;

    /// <summary>Starts listening.</summary>
    /// <param name="zone">Shown as active while a picture is dragged over the page.</param>
    /// <param name="input">The file input.</param>
    /// <param name="preview">Shows the picture that was given.</param>
    /// <param name="address">Where the picture is posted.</param>
    /// <param name="target">Told how it goes.</param>
    public Task InitAsync(
        ElementReference zone,
        ElementReference input,
        ElementReference preview,
        string address,
        ITryItListener target
    )
    {
        listener = DotNetObjectReference.Create(new Listener(target));
        return CallAsync("init", id, zone, input, preview, address, listener);
    }

    /// <summary>Asks about the same picture again.</summary>
    public Task UpdateAsync() => CallAsync("update", id);

    /// <inheritdoc/>
    protected override async Task ReleaseAsync(IJSObjectReference loaded)
    {
        listener?.Dispose();
        await loaded.InvokeVoidAsync("dispose", id);
    }

    private sealed class Listener(ITryItListener target)
    {
        [JSInvokable]
        public Task Asked() => target.AskedAsync();

        [JSInvokable]
        public Task Answered(Prediction prediction) => target.AnsweredAsync(prediction);

        [JSInvokable]
        public Task Failed(string sentence) => target.FailedAsync(sentence);
    }
}
