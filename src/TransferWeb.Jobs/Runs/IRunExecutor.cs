using TransferWeb.Core;
using TransferWeb.Core.Runs;

namespace TransferWeb.Jobs.Runs;

/// <summary>Carries out a run's training, from its folder to its result.</summary>
public interface IRunExecutor
{
    /// <summary>Carries it out.</summary>
    /// <param name="run">The run; its folder holds its spec.</param>
    /// <param name="stop">Cancelled when a person asks to stop.</param>
    /// <param name="shutdown">Cancelled when the portal stops.</param>
    Task<RunOutcome> ExecuteAsync(RunId run, CancellationToken stop, CancellationToken shutdown);
}

/// <summary>How a run ended. A failure has its kind, a success its result; the message is for the person.</summary>
public sealed record RunOutcome(
    RunStatus Status,
    string? Message = null,
    RunFailure? Failure = null,
    RunCompleted? Result = null
);
