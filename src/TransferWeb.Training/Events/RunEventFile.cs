using System.Text;
using System.Text.Json;
using TransferWeb.Core;
using TransferWeb.Core.Runs;

namespace TransferWeb.Training.Events;

/// <summary>Appends events to a file, one JSON object a line; each line is handed to the system before <see cref="Emit"/> returns.</summary>
public sealed class RunEventFile : IRunEventSink, IDisposable
{
    private readonly FileStream stream;

    /// <summary>Opens the file. The log of an earlier attempt at the same run is emptied: the events of one file tell of one attempt.</summary>
    public RunEventFile(string path) =>
        stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

    /// <inheritdoc/>
    public void Emit(RunEvent runEvent) =>
        stream.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(runEvent, TransferWebJson.Line) + "\n"));

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();
}
