using System.Text.Json;
using TransferWeb.Core;
using TransferWeb.Core.Portal;
using TransferWeb.Jobs.Execution;

namespace TransferWeb.Jobs.Workers;

/// <summary>What a worker answers to one question, in one line of JSON; kept until it is forgotten. Two that ask at once share one worker.</summary>
internal sealed class WorkerAnswer<T>(IWorkerLauncher launcher, string question) : IDisposable
    where T : class
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly SemaphoreSlim asking = new(1);
    private T? kept;

    /// <summary>The answer.</summary>
    /// <exception cref="RequestRefusedException">The worker does not answer.</exception>
    public async Task<T> GetAsync(CancellationToken cancellationToken)
    {
        if (kept is { } answer)
        {
            return answer;
        }

        await asking.WaitAsync(cancellationToken);
        try
        {
            return kept ??= await AskAsync(cancellationToken);
        }
        finally
        {
            asking.Release();
        }
    }

    /// <summary>Makes the next call ask again.</summary>
    public void Forget() => kept = null;

    public void Dispose() => asking.Dispose();

    private async Task<T> AskAsync(CancellationToken cancellationToken)
    {
        string? answer = null;
        WorkerCommand command = WorkerCommand.Foreground(question, "--json");
        await launcher.RunAsync(command, Patience, line => answer = line, cancellationToken);
        try
        {
            return JsonSerializer.Deserialize<T>(answer ?? "", TransferWebJson.Line) ?? throw new JsonException("It is null.");
        }
        catch (JsonException exception)
        {
            throw new RequestRefusedException(
                RefusalKind.Unavailable,
                $"The training program's answer to '{question}' cannot be read: {exception.Message} Build portal and training program from the same version."
            );
        }
    }
}
