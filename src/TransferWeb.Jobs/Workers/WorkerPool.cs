using TransferWeb.Core.Portal;
using TransferWeb.Jobs.Execution;

namespace TransferWeb.Jobs.Workers;

/// <summary>The long-lived worker that answers about pictures: started when first asked, again when it has died or does not answer.</summary>
/// <param name="launcher">Starts it.</param>
/// <param name="patience">How long one answer may take.</param>
/// <param name="time">Measures the patience.</param>
public sealed class WorkerPool(IWorkerLauncher launcher, PredictionPatience patience, TimeProvider time) : IAsyncDisposable
{
    private readonly Lock gate = new();
    private ServeWorker? worker;

    /// <summary>Asks a model about a picture.</summary>
    /// <param name="modelFolder">The model's folder.</param>
    /// <param name="pictureFile">The picture.</param>
    /// <param name="cancellationToken">Ends the wait, not the work.</param>
    /// <exception cref="RequestRefusedException">The picture or model cannot be used, or no worker answers.</exception>
    public async Task<Prediction> PredictAsync(
        string modelFolder,
        string pictureFile,
        CancellationToken cancellationToken = default
    )
    {
        // A worker may die of one picture or of something else; only asking a fresh one tells which.
        for (int attempt = 1; ; attempt++)
        {
            ServeWorker present = Present();
            try
            {
                return await present
                    .AskAsync(modelFolder, pictureFile, cancellationToken)
                    .WaitAsync(patience.Answer, time, cancellationToken);
            }
            catch (WorkerEndedException) when (attempt == 1)
            {
                await RetireAsync(present);
            }
            catch (WorkerEndedException exception)
            {
                await RetireAsync(present);
                throw new RequestRefusedException(
                    RefusalKind.Unavailable,
                    $"The training program ended twice while it looked at this picture. Try another picture. {exception.Message}".TrimEnd()
                );
            }
            catch (TimeoutException)
            {
                await RetireAsync(present);
                throw new RequestRefusedException(
                    RefusalKind.Unavailable,
                    $"There was no answer within {patience.Answer.TotalSeconds:0} seconds. Try again when the machine is less busy."
                );
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (worker is { } last)
        {
            await RetireAsync(last);
        }
    }

    private ServeWorker Present()
    {
        lock (gate)
        {
            return worker ??= new ServeWorker(launcher.Start(WorkerCommand.Foreground("serve")));
        }
    }

    private async Task RetireAsync(ServeWorker old)
    {
        lock (gate)
        {
            if (worker != old)
            {
                return; // Another question found it dead first.
            }

            worker = null;
        }

        await old.DisposeAsync();
    }
}

/// <summary>How long one answer about a picture may take, with the loading of its model.</summary>
public sealed record PredictionPatience(TimeSpan Answer);
