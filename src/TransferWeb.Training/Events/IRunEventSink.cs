using TransferWeb.Core.Runs;

namespace TransferWeb.Training.Events;

/// <summary>Takes what happens in a run, in order.</summary>
public interface IRunEventSink
{
    /// <summary>Takes one event; it has been kept or sent when this returns.</summary>
    void Emit(RunEvent runEvent);
}
