using TransferWeb.Core;
using TransferWeb.Core.Models;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;
using TransferWeb.Jobs.Runs;
using TransferWeb.Storage;
using TransferWeb.Storage.Files;

namespace TransferWeb.Jobs.Execution;

/// <summary>
/// Carries out a run in a process of its own, so that neither a picture nor a tensor can take the site down. A person's stop is the line <c>cancel</c> on its
/// input; the portal's stop, or death, is the end of its input.
/// </summary>
/// <param name="launcher">Starts the worker.</param>
/// <param name="pump">Hands on what it says.</param>
/// <param name="bus">Told what the worker could not say itself.</param>
/// <param name="folder">Where the run's folder is.</param>
/// <param name="patience">How long a worker may take to stop before it is killed.</param>
/// <param name="time">Measures the patience.</param>
public sealed class ProcessRunExecutor(
    IWorkerLauncher launcher,
    RunEventPump pump,
    RunEventBus bus,
    DataFolder folder,
    StopPatience patience,
    TimeProvider time
) : IRunExecutor
{
    /// <inheritdoc/>
    public async Task<RunOutcome> ExecuteAsync(RunId run, CancellationToken stop, CancellationToken shutdown)
    {
        string runFolder = folder.Run(run);
        await using IWorkerProcess worker = launcher.Start(
            WorkerCommand.InBackground("train", "--run", runFolder, "--resume", "--json", "--supervised")
        );
        using CancellationTokenSource ended = new();
        Task stopping = StopWhenAskedAsync(worker, stop, shutdown, ended.Token);
        RunEvent? closing = await pump.PumpAsync(run, worker, CancellationToken.None);
        int exitCode = await worker.WaitForExitAsync(CancellationToken.None);
        await ended.CancelAsync();
        await stopping;

        (RunOutcome outcome, RunEvent? unsaid) = Judge(runFolder, closing, exitCode, worker.LastErrors, stop, shutdown);
        if (unsaid is not null)
        {
            await AppendAsync(runFolder, unsaid);
            bus.Publish(new RunUpdate(run, unsaid, Status: null));
        }

        return outcome;
    }

    private async Task StopWhenAskedAsync(
        IWorkerProcess worker,
        CancellationToken stop,
        CancellationToken shutdown,
        CancellationToken ended
    )
    {
        using CancellationTokenSource any = CancellationTokenSource.CreateLinkedTokenSource(stop, shutdown, ended);
        await Task.Delay(Timeout.InfiniteTimeSpan, any.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (stop.IsCancellationRequested && !shutdown.IsCancellationRequested && !ended.IsCancellationRequested)
        {
            await worker.WriteLineAsync("cancel", CancellationToken.None);
            using CancellationTokenSource sooner = CancellationTokenSource.CreateLinkedTokenSource(shutdown, ended);
            await Task.Delay(patience.Cancel, time, sooner.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (shutdown.IsCancellationRequested && !ended.IsCancellationRequested)
        {
            worker.CloseInput();
            await Task.Delay(patience.Shutdown, time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!ended.IsCancellationRequested)
        {
            worker.Kill();
        }
    }

    // The run's row keeps the same sentence, so that a disk that takes no more must not change how the run ended.
    private static async Task AppendAsync(string runFolder, RunEvent unsaid)
    {
        try
        {
            await new RunEventLog(Path.Combine(runFolder, RunFiles.Events)).AppendAsync(unsaid, CancellationToken.None);
        }
        catch (IOException exception) when (FullDisk.IsCauseOf(exception))
        {
            // It was told to whoever watches, and is in the row.
        }
    }

    private (RunOutcome Outcome, RunEvent? Unsaid) Judge(
        string runFolder,
        RunEvent? closing,
        int exitCode,
        string errors,
        CancellationToken stop,
        CancellationToken shutdown
    )
    {
        DateTimeOffset now = time.GetUtcNow();
        switch (closing)
        {
            case RunCompleted completed:
                return (new RunOutcome(RunStatus.Succeeded, Result: completed), null);
            case RunFailed { Failure: RunFailure.DiskFull } paused
                when File.Exists(Path.Combine(runFolder, RunFiles.LastCheckpoint)):
                return (new RunOutcome(RunStatus.Interrupted, paused.Message, paused.Failure), null);
            case RunFailed failed:
                return (new RunOutcome(RunStatus.Failed, failed.Message, failed.Failure), null);
            case RunCancelled when stop.IsCancellationRequested:
                return (new RunOutcome(RunStatus.Cancelled), null);
            case null when stop.IsCancellationRequested && !shutdown.IsCancellationRequested:
                return (new RunOutcome(RunStatus.Cancelled), new RunCancelled { Time = now });
            case null when !shutdown.IsCancellationRequested:
                string message = DiedMessage(exitCode, errors);
                return (
                    new RunOutcome(RunStatus.Failed, message, RunFailure.WorkerDied),
                    new RunFailed(RunFailure.WorkerDied, message) { Time = now }
                );
            default:
                return (new RunOutcome(RunStatus.Interrupted, StartupRecovery.Sentence), null);
        }
    }

    private static string DiedMessage(int exitCode, string errors)
    {
        const int Killed = 137;
        string cause =
            exitCode == Killed
                ? "The system ended the training program, as it does when memory runs out. Try a smaller batch or input size, then start the run again."
                : $"The training program ended without saying why (exit code {exitCode}). Start the run again; if it ends so again, its last words help to find the reason.";
        return errors.Length == 0 ? cause : $"{cause} Its last words were: {errors}";
    }
}

/// <summary>How long a worker may take to stop before it is killed.</summary>
/// <param name="Cancel">After a person's stop: it ends the step it is in.</param>
/// <param name="Shutdown">After the portal's stop: it ends at once.</param>
public sealed record StopPatience(TimeSpan Cancel, TimeSpan Shutdown)
{
    /// <summary>Two minutes, since a step may be long; eight seconds, since the portal's own stop must end.</summary>
    public static StopPatience Default { get; } = new(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(8));
}
