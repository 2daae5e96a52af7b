using TransferWeb.Core;

namespace TransferWeb.Jobs.Runs;

/// <summary>Calls a run's job soon, also after a stop of the portal.</summary>
public interface IRunTrigger
{
    /// <summary>Calls it. A run may be called more than once; its job looks whether it is its turn.</summary>
    Task TriggerAsync(RunId run, CancellationToken cancellationToken = default);
}
