using System.Text;
using System.Text.Json;
using TransferWeb.Core;
using TransferWeb.Core.Runs;
using TransferWeb.Vision;

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
    /// <exception cref="DiskFullException">The disk is full; nothing of the line stays.</exception>
    public void Emit(RunEvent runEvent)
    {
        byte[] line = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(runEvent, TransferWebJson.Line) + "\n");
        long end = stream.Position;
        try
        {
            stream.Write(line);
        }
        catch (IOException exception) when (DiskFullException.IsCauseOf(exception))
        {
            TakeBack(end);
            throw new DiskFullException(stream.Name, line.Length, exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    /// <summary>Takes away the part of a line that still fitted, which a shorter line after it would leave standing.</summary>
    private void TakeBack(long end)
    {
        try
        {
            stream.SetLength(end);
        }
        catch (IOException)
        {
            // Not a file but a device. What is told is that it is full.
        }
    }

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
