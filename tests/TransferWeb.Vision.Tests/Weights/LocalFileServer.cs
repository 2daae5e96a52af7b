using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TransferWeb.Vision.Tests.Weights;

/// <summary>A small HTTP server of one file on the loopback address: understands ranges, and misbehaves as told.</summary>
internal sealed class LocalFileServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task serving;
    private readonly byte[] content;

    public LocalFileServer(byte[] content)
    {
        this.content = content;
        listener.Start();
        serving = ServeAsync();
    }

    /// <summary>Bytes of the body after which the connection is cut, one number for each request in turn; then no more cuts.</summary>
    public Queue<int> Cuts { get; } = new();

    /// <summary>Status to answer with instead of the file, one for each request in turn.</summary>
    public Queue<int> Failures { get; } = new();

    /// <summary>Whether Range headers are understood.</summary>
    public bool SupportsRanges { get; init; } = true;

    /// <summary>First byte asked for by each request so far.</summary>
    public List<long> RequestedFrom { get; } = [];

    public Uri Address(string file) => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/models/{file}");

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await serving;
        stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await listener.AcceptTcpClientAsync(stop.Token);
                await AnswerAsync(client);
            }
        }
        catch (Exception exception)
            when (exception is OperationCanceledException or SocketException or InvalidOperationException
                && stop.IsCancellationRequested
            )
        {
            // Stopped.
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        NetworkStream stream = client.GetStream();
        long from = await ReadRangeAsync(stream);
        RequestedFrom.Add(from);
        if (Failures.TryDequeue(out int status))
        {
            await WriteAsync(stream, $"HTTP/1.1 {status} Told So\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            return;
        }

        if (SupportsRanges && from >= content.Length)
        {
            await WriteAsync(
                stream,
                $"HTTP/1.1 416 Range\r\nContent-Range: bytes */{content.Length}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            );
            return;
        }

        long start = SupportsRanges ? from : 0;
        string range = start > 0 ? $"Content-Range: bytes {start}-{content.Length - 1}/{content.Length}\r\n" : "";
        string head = start > 0 ? "206 Partial Content" : "200 OK";
        await WriteAsync(
            stream,
            $"HTTP/1.1 {head}\r\n{range}Content-Length: {content.Length - start}\r\nConnection: close\r\n\r\n"
        );
        int length = content.Length - (int)start;
        if (Cuts.TryDequeue(out int cut))
        {
            length = Math.Min(length, cut);
        }

        await stream.WriteAsync(content.AsMemory((int)start, length), stop.Token);
    }

    private async Task<long> ReadRangeAsync(NetworkStream stream)
    {
        using StreamReader reader = new(stream, Encoding.ASCII, leaveOpen: true);
        long from = 0;
        while (await reader.ReadLineAsync(stop.Token) is { Length: > 0 } line)
        {
            if (line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))
            {
                from = long.Parse(line["Range: bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
            }
        }

        return from;
    }

    private async Task WriteAsync(NetworkStream stream, string text) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), stop.Token);
}
