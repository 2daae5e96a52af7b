using TransferWeb.Core.Runs;

namespace TransferWeb.Training.Events;

/// <summary>
/// Puts the time on each event and hands it to every sink. A sink that fails does not keep the others from hearing it; the failure is
/// thrown afterwards. Safe to call from several threads.
/// </summary>
public sealed class RunEvents(TimeProvider time, params IReadOnlyList<IRunEventSink> sinks) : IRunEventSink
{
    private readonly Lock gate = new();

    /// <inheritdoc/>
    public void Emit(RunEvent runEvent)
    {
        lock (gate)
        {
            RunEvent stamped = runEvent with { Time = time.GetUtcNow() };
            Exception? failure = null;
            foreach (IRunEventSink sink in sinks)
            {
                try
                {
                    sink.Emit(stamped);
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    failure = exception;
                }
            }

            if (failure is not null)
            {
                throw failure;
            }
        }
    }

    /// <summary>Adds a note that a person should read.</summary>
    public void Note(string text) => Emit(new NoteAdded(text));
}
