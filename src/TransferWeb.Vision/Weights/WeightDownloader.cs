using System.Net;
using System.Net.Http.Headers;

namespace TransferWeb.Vision.Weights;

/// <summary>
/// Downloads one file over HTTP into a part file, and takes it up again where a cut connection or an earlier attempt left off.
/// </summary>
internal sealed class WeightDownloader(HttpClient http, TimeProvider time, DownloadPatience patience)
{
    /// <summary>Completes the part file. Its content is not checked here.</summary>
    /// <exception cref="WeightsException">No network, not on the server, or the disk refuses.</exception>
    public async Task DownloadAsync(
        WeightEntry entry,
        PartFile part,
        IProgress<DownloadProgress>? progress,
        CancellationToken cancellation
    )
    {
        for (int failures = 0; ; )
        {
            long before = part.Length;
            try
            {
                await ReceiveAsync(entry, part, progress, cancellation);
                return;
            }
            catch (Exception exception) when (IsCutConnection(exception) && !cancellation.IsCancellationRequested)
            {
                // An attempt that brought something counts as a first failure again.
                failures = part.Length > before ? 1 : failures + 1;
                if (failures >= patience.Attempts)
                {
                    throw NoNetwork(entry, exception);
                }

                await Task.Delay(patience.Pause, time, cancellation);
            }
        }
    }

    private async Task ReceiveAsync(
        WeightEntry entry,
        PartFile part,
        IProgress<DownloadProgress>? progress,
        CancellationToken cancellation
    )
    {
        using HttpRequestMessage request = new(HttpMethod.Get, entry.Url);
        if (part.Length > 0)
        {
            request.Headers.Range = new RangeHeaderValue(part.Length, null);
        }

        using CancellationTokenSource stalled = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using ITimer watch = time.CreateTimer(_ => stalled.Cancel(), null, patience.Silence, Timeout.InfiniteTimeSpan);
        using HttpResponseMessage response = await http.SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead,
            stalled.Token
        );
        if (!PreparePart(entry, part, response))
        {
            return;
        }

        long? total = part.Length + response.Content.Headers.ContentLength;
        await using Stream body = await response.Content.ReadAsStreamAsync(stalled.Token);
        byte[] buffer = new byte[1 << 17];
        progress?.Report(new DownloadProgress(part.Length, total));
        for (int read; (read = await body.ReadAsync(buffer, stalled.Token)) > 0; )
        {
            watch.Change(patience.Silence, Timeout.InfiniteTimeSpan);
            CheckSize(entry, part, read);
            part.Append(buffer, read);
            progress?.Report(new DownloadProgress(part.Length, total));
        }
    }

    /// <summary>Puts the part file to where the response goes on; false where nothing is missing.</summary>
    private static bool PreparePart(WeightEntry entry, PartFile part, HttpResponseMessage response)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent when response.Content.Headers.ContentRange?.From == part.Length:
                return true;
            case HttpStatusCode.OK or HttpStatusCode.PartialContent:
                part.Clear();
                return response.StatusCode == HttpStatusCode.OK
                    ? true
                    : throw new HttpIOException(HttpRequestError.InvalidResponse, "a wrong range");
            case HttpStatusCode.RequestedRangeNotSatisfiable when response.Content.Headers.ContentRange?.Length == part.Length:
                return false;
            case HttpStatusCode.RequestedRangeNotSatisfiable:
                part.Clear();
                throw new HttpIOException(HttpRequestError.InvalidResponse, "the part does not fit the file");
            case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                throw new HttpIOException(HttpRequestError.InvalidResponse, $"the server answers {(int)response.StatusCode}");
            default:
                throw new WeightsException(
                    WeightsFault.NotOnServer,
                    $"{entry.FileName} is not to be had from {entry.Url.Host}: it answers {(int)response.StatusCode} ({response.ReasonPhrase}). "
                        + "Get the file another way and run: weights import FILE"
                );
        }
    }

    // A server that sends without end must not fill the disk; the size in the catalogue is only about right.
    private static void CheckSize(WeightEntry entry, PartFile part, int more)
    {
        if (part.Length + more > (entry.SizeBytes * 2) + (1 << 20))
        {
            part.Clear();
            throw new WeightsException(
                WeightsFault.WrongHash,
                FormattableString.Invariant(
                    $"{entry.FileName} is not the file it should be: {entry.Url.Host} sends far more than its {entry.SizeBytes / 1e6:0.#} MB. Nothing was kept."
                )
            );
        }
    }

    private static bool IsCutConnection(Exception exception) =>
        exception is HttpRequestException or IOException or OperationCanceledException;

    private static WeightsException NoNetwork(WeightEntry entry, Exception cause)
    {
        string reason = cause is OperationCanceledException ? "it stopped answering" : cause.Message.TrimEnd('.');
        return new WeightsException(
            WeightsFault.NoNetwork,
            $"{entry.FileName} could not be downloaded from {entry.Url.Host} ({reason}). Check the network and try again; what has arrived is kept. "
                + $"On a machine without network, get {entry.Url} elsewhere and run: weights import FILE",
            cause
        );
    }
}

/// <summary>How long a download is tried.</summary>
/// <param name="Attempts">Attempts in a row that bring nothing before it is given up; at least 1.</param>
/// <param name="Pause">Wait between two attempts.</param>
/// <param name="Silence">How long the server may send nothing.</param>
public sealed record DownloadPatience(int Attempts, TimeSpan Pause, TimeSpan Silence)
{
    /// <summary>4 attempts, 2 s apart, 30 s of silence.</summary>
    public static DownloadPatience Default { get; } = new(4, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(30));
}
