using System.Text;
using System.Text.Json;
using TransferWeb.Core;
using TransferWeb.Core.Runs;

namespace TransferWeb.Training.Events;

/// <summary>Appends events to a file, one JSON object a line; each line is handed to the system before <see cref="Emit"/> returns.</summary>
public sealed class RunEventFile : IRunEventSink, IDisposable
{
    private readonly FileStream stream;

    /// <summary>
    /// Opens the file. The log of an earlier attempt at the same run is emptied, unless this one goes on where that was cut off; a line it did not finish is then
    /// taken away.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="goOn">Keeps the events that are there.</param>
    public RunEventFile(string path, bool goOn = false)
    {
        FileMode mode = goOn ? FileMode.OpenOrCreate : FileMode.Create;
        stream = new FileStream(path, mode, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        if (goOn)
        {
            CutUnfinishedLine();
        }
    }

    /// <inheritdoc/>
    public void Emit(RunEvent runEvent) =>
        stream.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(runEvent, TransferWebJson.Line) + "\n"));

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private void CutUnfinishedLine()
    {
        long end = stream.Length;
        while (end > 0)
        {
            stream.Position = end - 1;
            if (stream.ReadByte() == '\n')
            {
                break;
            }

            end--;
        }

        stream.SetLength(end);
        stream.Position = end;
    }
}
