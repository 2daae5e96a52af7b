using System.Globalization;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Events;

namespace TransferWeb.Worker.Display;

/// <summary>Shows a run as plain lines, for output that goes into a file or another program.</summary>
internal sealed class PlainDisplay(TextWriter output) : IRunEventSink
{
    /// <inheritdoc/>
    public void Emit(RunEvent runEvent)
    {
        if (RunWords.Describe(runEvent) is { } line)
        {
            output.WriteLine(line);
            output.Flush();
        }
        else if (runEvent is PhaseStarted started && RunWords.Of(started.Phase) is { } phase)
        {
            output.WriteLine(phase);
        }
        else if (runEvent is EpochCompleted epoch)
        {
            output.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{RunWords.Describe(epoch)}, {epoch.RemainingSeconds:0} s left")
            );
        }
    }
}
