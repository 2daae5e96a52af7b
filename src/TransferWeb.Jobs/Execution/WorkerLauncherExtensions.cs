using TransferWeb.Core.Portal;

namespace TransferWeb.Jobs.Execution;

/// <summary>Workers that are asked one thing and end.</summary>
internal static class WorkerLauncherExtensions
{
    /// <summary>Runs a command to its end, giving each line of its output to <paramref name="onLine"/>.</summary>
    /// <exception cref="RequestRefusedException">The worker failed or took longer than <paramref name="timeout"/>; the sentence is its own where it left one.</exception>
    public static async Task RunAsync(
        this IWorkerLauncher launcher,
        WorkerCommand command,
        TimeSpan timeout,
        Action<string> onLine,
        CancellationToken cancellationToken
    )
    {
        using CancellationTokenSource limit = new(timeout);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        await using IWorkerProcess worker = launcher.Start(command);
        try
        {
            while (await worker.ReadLineAsync(either.Token) is { } line)
            {
                onLine(line);
            }

            int exitCode = await worker.WaitForExitAsync(either.Token);
            if (exitCode != 0)
            {
                string reason = worker.LastErrors.Length > 0 ? worker.LastErrors : $"It ended with exit code {exitCode}.";
                throw new RequestRefusedException(
                    RefusalKind.Unavailable,
                    $"The training program could not do '{command.Arguments[0]}'. {reason}"
                );
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new RequestRefusedException(
                RefusalKind.Unavailable,
                $"The training program took longer than {timeout.TotalSeconds:0} seconds for '{command.Arguments[0]}' and was stopped. Try again when the machine is less busy."
            );
        }
    }
}
