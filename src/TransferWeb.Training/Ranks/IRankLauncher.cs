using TransferWeb.Core.Runs;

namespace TransferWeb.Training.Ranks;

/// <summary>Starts the processes that work on a run beside this one.</summary>
public interface IRankLauncher
{
    /// <summary>Starts a process for each document; each calls <see cref="RankRun.Execute"/> with it.</summary>
    IRankProcesses Start(IReadOnlyList<RankDocument> documents);
}

/// <summary>The processes that work on a run beside this one. Disposed, none of them is left.</summary>
public interface IRankProcesses : IDisposable
{
    /// <summary>Returns when every process has its network and is about to join the group.</summary>
    /// <exception cref="RunFailedException">One ended before that, or took too long; the sentence says which and why.</exception>
    /// <exception cref="OperationCanceledException">A stop was asked for.</exception>
    void WaitUntilReady(CancellationToken cancellation);

    /// <summary>What is to be said of the first process that failed, waiting a little for one to end; null where all are well.</summary>
    string? Lost(TimeSpan patience);
}
