namespace TransferWeb.Core.Runs;

/// <summary>The only place that knows which change of status is legal.</summary>
public static class RunStateMachine
{
    private static readonly Dictionary<RunStatus, RunStatus[]> Next = new()
    {
        [RunStatus.Queued] = [RunStatus.Running, RunStatus.Cancelled, RunStatus.Failed],
        [RunStatus.Running] = [RunStatus.Succeeded, RunStatus.Failed, RunStatus.Cancelling, RunStatus.Interrupted],
        [RunStatus.Cancelling] = [RunStatus.Cancelled, RunStatus.Succeeded, RunStatus.Failed, RunStatus.Interrupted],
        [RunStatus.Interrupted] = [RunStatus.Queued, RunStatus.Cancelled],
        [RunStatus.Failed] = [RunStatus.Queued],
        [RunStatus.Cancelled] = [RunStatus.Queued],
        [RunStatus.Succeeded] = [],
    };

    /// <summary>Whether a run may go from <paramref name="from"/> to <paramref name="to"/>.</summary>
    public static bool CanMove(RunStatus from, RunStatus to) => Next[from].Contains(to);

    /// <summary>Returns <paramref name="to"/>.</summary>
    /// <exception cref="InvalidOperationException">The change is not legal.</exception>
    public static RunStatus Move(RunStatus from, RunStatus to) =>
        CanMove(from, to) ? to : throw new InvalidOperationException($"A run cannot go from {from} to {to}.");

    /// <summary>Whether nothing more will happen to the run by itself.</summary>
    public static bool IsFinal(RunStatus status) =>
        status is RunStatus.Succeeded or RunStatus.Failed or RunStatus.Cancelled or RunStatus.Interrupted;

    /// <summary>Whether a person may ask for a stop.</summary>
    public static bool CanCancel(RunStatus status) => status is RunStatus.Queued or RunStatus.Running;

    /// <summary>Whether a person may start it again.</summary>
    public static bool CanRestart(RunStatus status) => status is RunStatus.Interrupted or RunStatus.Failed or RunStatus.Cancelled;
}
