using System.Text.Json;
using TransferWeb.Core;
using TransferWeb.Core.Runs;

namespace TransferWeb.Training.Events;

/// <summary>Writes events to a stream of text, one JSON object a line, flushed.</summary>
public sealed class RunEventWriter(TextWriter writer) : IRunEventSink
{
    /// <inheritdoc/>
    public void Emit(RunEvent runEvent)
    {
        writer.Write(JsonSerializer.Serialize(runEvent, TransferWebJson.Line) + "\n");
        writer.Flush();
    }
}
