namespace TransferWeb.Jobs.Execution;

/// <summary>A started worker: lines in, lines out, and an exit code. Disposing kills it where it still runs.</summary>
public interface IWorkerProcess : IAsyncDisposable
{
    /// <summary>The last lines it wrote to its error output, where it speaks to people; empty where it wrote none.</summary>
    string LastErrors { get; }

    /// <summary>Writes a line to its input. Nothing happens where the worker has ended.</summary>
    Task WriteLineAsync(string line, CancellationToken cancellationToken = default);

    /// <summary>Ends its input, at which every worker stops at once.</summary>
    void CloseInput();

    /// <summary>The next line of its output, or null at the end.</summary>
    ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken = default);

    /// <summary>Waits for its end and gives the exit code.</summary>
    Task<int> WaitForExitAsync(CancellationToken cancellationToken = default);

    /// <summary>Ends it now, with all it started.</summary>
    void Kill();
}

/// <summary>Starts workers: the program <c>transferweb</c> in a process of its own.</summary>
public interface IWorkerLauncher
{
    /// <summary>Starts one.</summary>
    /// <exception cref="Core.Portal.RequestRefusedException">The program is not there or does not start.</exception>
    IWorkerProcess Start(WorkerCommand command);
}

/// <summary>What a worker is asked to do. Background work gives way to the site.</summary>
public sealed record WorkerCommand(IReadOnlyList<string> Arguments, bool Background)
{
    /// <summary>Work somebody waits for.</summary>
    public static WorkerCommand Foreground(params string[] arguments) => new(arguments, Background: false);

    /// <summary>Long work that must not slow the site.</summary>
    public static WorkerCommand InBackground(params string[] arguments) => new(arguments, Background: true);
}
