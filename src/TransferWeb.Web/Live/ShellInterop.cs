using Microsoft.JSInterop;

namespace TransferWeb.Web.Live;

/// <summary>The frame's browser code: theme, search key, clipboard.</summary>
public sealed class ShellInterop(IJSRuntime js) : JsModule(js, "shell")
{
    /// <summary>Starts it; returns the chosen theme: <c>light</c>, <c>dark</c> or <c>system</c>.</summary>
    public async Task<string> InitAsync() => await CallAsync<string>("init") ?? "system";

    /// <summary>Changes the theme.</summary>
    public Task UpdateAsync(string theme) => CallAsync("update", theme);

    /// <summary>Copies text; false where the browser does not allow it.</summary>
    public Task<bool> CopyAsync(string text) => CallAsync<bool>("copyText", text);
}
