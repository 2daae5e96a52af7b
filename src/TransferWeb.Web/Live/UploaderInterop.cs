using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace TransferWeb.Web.Live;

/// <summary>How far an upload is; the estimate is null until there is one.</summary>
public sealed record UploadProgress(int FilesDone, int Files, long BytesDone, long Bytes, double? RemainingSeconds);

/// <summary>A file and what is to be said of it.</summary>
public sealed record FileRemark(string Path, string Sentence);

/// <summary>An upload that came to its end: files stored, and those the portal refused with the reason.</summary>
public sealed record UploadResult(int FilesStored, IReadOnlyList<FileRemark> Refused);

/// <summary>Told by the browser how an upload goes.</summary>
public interface IUploadListener
{
    /// <summary>Files were chosen: where do they go? Null keeps them until <see cref="UploaderInterop.LabelAsync"/>, as some have no folder.</summary>
    /// <param name="suggestedName">A name for the data set, from the archive or the folder.</param>
    /// <param name="looseFiles">Pictures without a folder.</param>
    /// <returns>The data set's address in the REST interface.</returns>
    Task<string?> PrepareAsync(string suggestedName, int looseFiles);

    /// <summary>A few times a second.</summary>
    Task ProgressedAsync(UploadProgress progress);

    /// <summary>All files are stored or refused.</summary>
    Task FinishedAsync(UploadResult result);

    /// <summary>It stopped before its end; the files that were stored are kept.</summary>
    Task StoppedAsync(string sentence, bool canRetry, int filesStored);
}

/// <summary>The browser's side of an upload: files are sent by streamed HTTP, not through the circuit.</summary>
public sealed class UploaderInterop(IJSRuntime js) : JsModule(js, "uploader")
{
    private readonly string id = Guid.NewGuid().ToString("N");
    private DotNetObjectReference<Listener>? listener;

    /// <summary>Starts watching the drop zone and the two file inputs.</summary>
    public Task InitAsync(ElementReference zone, ElementReference files, ElementReference folder, IUploadListener target)
    {
        listener = DotNetObjectReference.Create(new Listener(target));
        return CallAsync("init", id, zone, files, folder, listener);
    }

    /// <summary>Gives the pictures without a folder their class, and goes on.</summary>
    public Task LabelAsync(string label) => CallAsync("update", id, "label", label);

    /// <summary>Sends what is left after a stop.</summary>
    public Task RetryAsync() => CallAsync("update", id, "retry", "");

    /// <summary>Stops sending.</summary>
    public Task CancelAsync() => CallAsync("update", id, "cancel", "");

    /// <inheritdoc/>
    protected override async Task ReleaseAsync(IJSObjectReference loaded)
    {
        listener?.Dispose();
        await loaded.InvokeVoidAsync("dispose", id);
    }

    /// <summary>What the browser calls; by name, so the interface stays free of it.</summary>
    private sealed class Listener(IUploadListener target)
    {
        [JSInvokable]
        public Task<string?> Prepare(string suggestedName, int looseFiles) => target.PrepareAsync(suggestedName, looseFiles);

        [JSInvokable]
        public Task Progressed(UploadProgress progress) => target.ProgressedAsync(progress);

        [JSInvokable]
        public Task Finished(UploadResult result) => target.FinishedAsync(result);

        [JSInvokable]
        public Task Stopped(string sentence, bool canRetry, int filesStored) =>
            target.StoppedAsync(sentence, canRetry, filesStored);
    }
}
