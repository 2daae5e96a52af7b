using Microsoft.Extensions.Logging;
using TransferWeb.Core;
using TransferWeb.Core.Metrics;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;
using TransferWeb.Jobs.Execution;

namespace TransferWeb.Jobs.Runs;

/// <summary>Reads a worker's events to the end of its output and hands them on: all to the bus, the numbers in batches to the store.</summary>
public sealed class RunEventPump(MetricStore metrics, RunEventBus bus, TimeProvider time, ILogger<RunEventPump> log)
{
    private const int BatchPoints = 256;
    private static readonly TimeSpan BatchAge = TimeSpan.FromSeconds(2);

    /// <summary>Pumps until the output ends.</summary>
    /// <returns>The event that closed the run, or null where the worker ended without one.</returns>
    public async Task<RunEvent?> PumpAsync(RunId run, IWorkerProcess worker, CancellationToken cancellationToken = default)
    {
        List<MetricPoint> batch = [];
        long lastStored = time.GetTimestamp();
        RunEvent? closing = null;
        while (await worker.ReadLineAsync(cancellationToken) is { } line)
        {
            if (RunEventLog.Parse(line) is not { } runEvent)
            {
                log.LogWarning("Run {Run} wrote a line that is no event: {Line}", run, line);
                continue;
            }

            closing = runEvent is RunCompleted or RunFailed or RunCancelled ? runEvent : closing;
            bus.Publish(new RunUpdate(run, runEvent, Status: null));
            if (runEvent is RunStarted begun)
            {
                await TryStoreAsync(run, metrics.ForgetAfterAsync(run, begun.CompletedSteps, cancellationToken));
            }

            if (runEvent is MetricsRecorded recorded)
            {
                batch.AddRange(recorded.Points);
            }

            if (batch.Count >= BatchPoints || (batch.Count > 0 && time.GetElapsedTime(lastStored) >= BatchAge))
            {
                await StoreAsync(run, batch, cancellationToken);
                lastStored = time.GetTimestamp();
            }
        }

        await StoreAsync(run, batch, cancellationToken);
        return closing;
    }

    private async Task StoreAsync(RunId run, List<MetricPoint> batch, CancellationToken cancellationToken)
    {
        await TryStoreAsync(run, metrics.AddAsync(run, batch, cancellationToken));
        batch.Clear();
    }

    // The events file keeps every number, so a database that cannot be written must not end a run that trains well.
    private async Task TryStoreAsync(RunId run, Task storing)
    {
        try
        {
            await storing;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            log.LogError(exception, "Numbers of run {Run} were not stored", run);
        }
    }
}
