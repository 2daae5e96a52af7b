using TransferWeb.Core.Runs;
using TransferWeb.Training.Events;

namespace TransferWeb.Training.Tests.Support;

/// <summary>Keeps what it hears, and may act on it.</summary>
internal sealed class RecordingSink(Action<RunEvent>? onEvent = null) : IRunEventSink
{
    private readonly List<RunEvent> events = [];

    public IReadOnlyList<RunEvent> Events => events;

    public IEnumerable<string> Notes => events.OfType<NoteAdded>().Select(note => note.Text);

    public void Emit(RunEvent runEvent)
    {
        events.Add(runEvent);
        onEvent?.Invoke(runEvent);
    }
}
