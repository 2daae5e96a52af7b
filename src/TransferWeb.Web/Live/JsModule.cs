using Microsoft.JSInterop;

namespace TransferWeb.Web.Live;

/// <summary>
/// One ES module of the browser, imported at its first use. Each subclass is the only C# that knows its module. A browser that has
/// gone is no error: calls to it return the default.
/// </summary>
/// <param name="js">The circuit's runtime.</param>
/// <param name="name">The module's file name below <c>js/</c>, without its extension.</param>
public abstract class JsModule(IJSRuntime js, string name) : IAsyncDisposable
{
    private Task<IJSObjectReference>? module;

    /// <summary>Calls an exported function without a result.</summary>
    protected async Task CallAsync(string function, params object?[] arguments) =>
        _ = await CallAsync<object?>(function, arguments);

    /// <summary>Calls an exported function.</summary>
    protected async Task<T?> CallAsync<T>(string function, params object?[] arguments)
    {
        try
        {
            IJSObjectReference loaded = await (module ??= ImportAsync());
            return await loaded.InvokeAsync<T>(function, arguments);
        }
        catch (Exception gone) when (gone is JSDisconnectedException or OperationCanceledException or ObjectDisposedException)
        {
            return default;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (module is null)
        {
            return;
        }

        try
        {
            IJSObjectReference loaded = await module;
            await ReleaseAsync(loaded);
            await loaded.DisposeAsync();
        }
        catch (Exception gone) when (gone is JSDisconnectedException or OperationCanceledException or ObjectDisposedException)
        {
            // The browser has gone, and with it all that was to be released.
        }
    }

    /// <summary>Tells the module to let go of what it holds.</summary>
    protected virtual async Task ReleaseAsync(IJSObjectReference loaded) => await loaded.InvokeVoidAsync("dispose");

    private Task<IJSObjectReference> ImportAsync() => js.InvokeAsync<IJSObjectReference>("import", $"./js/{name}.js").AsTask();
}
