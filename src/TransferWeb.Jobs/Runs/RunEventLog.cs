using System.Text;
using System.Text.Json;
using TransferWeb.Core;
using TransferWeb.Core.Runs;

namespace TransferWeb.Jobs.Runs;

/// <summary>Reads <c>events.jsonl</c> from its start, and what was appended since, each time it is asked.</summary>
/// <param name="path">The file; it need not exist yet.</param>
public sealed class RunEventLog(string path)
{
    private long position;

    /// <summary>The events appended since the last call. A line that is not whole yet waits for the next; one that is not an event is passed over.</summary>
    public async Task<IReadOnlyList<RunEvent>> ReadNewAsync(CancellationToken cancellationToken = default)
    {
        List<RunEvent> events = [];
        if (!File.Exists(path))
        {
            return events;
        }

        await using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Position = position;
        byte[] bytes = new byte[file.Length - position];
        int length = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        int start = 0;
        for (int end; (end = Array.IndexOf(bytes, (byte)'\n', start, length - start)) >= 0; start = end + 1)
        {
            if (Parse(bytes.AsSpan(start, end - start)) is { } runEvent)
            {
                events.Add(runEvent);
            }
        }

        position += start;
        return events;
    }

    /// <summary>Appends an event the worker could not write any more.</summary>
    public async Task AppendAsync(RunEvent runEvent, CancellationToken cancellationToken = default)
    {
        // A worker that was killed may have left half a line; the line break ends it.
        string line = $"\n{JsonSerializer.Serialize(runEvent, TransferWebJson.Line)}\n";
        await File.AppendAllTextAsync(path, line, cancellationToken);
    }

    /// <summary>The event of a line, or null where the line is none.</summary>
    public static RunEvent? Parse(string line) => Parse(Encoding.UTF8.GetBytes(line));

    private static RunEvent? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize<RunEvent>(line, TransferWebJson.Line);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}
