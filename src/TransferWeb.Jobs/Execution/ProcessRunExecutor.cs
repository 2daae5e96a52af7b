using System.Globalization;
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
/// input; the portal's stop, or death, is the end of its input. Where the system ends the process, as Linux does when memory runs out instead of refusing some, the
/// run goes on from its last checkpoint in another one that computes each batch in more parts.
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
    // With the usual 32 pictures a step, more parts would have too few for a norm layer to tell a spread.
    private const int MostParts = 8;

    /// <inheritdoc/>
    public async Task<RunOutcome> ExecuteAsync(RunId run, CancellationToken stop, CancellationToken shutdown)
    {
        int parts = 1;
        WorkerEnd end = await RunWorkerAsync(run, parts, stop, shutdown);
        while (end.IsEndedBySystem && parts < MostParts && !stop.IsCancellationRequested && !shutdown.IsCancellationRequested)
        {
            parts *= 2;
            await TellAsync(run, new NoteAdded(InParts(parts)) { Time = time.GetUtcNow() });
            end = await RunWorkerAsync(run, parts, stop, shutdown);
        }

        (RunOutcome outcome, RunEvent? unsaid) = Judge(folder.Run(run), end, stop, shutdown);
        if (unsaid is not null)
        {
            await TellAsync(run, unsaid);
        }

        return outcome;
    }

    private static string InParts(int parts) =>
        $"The system ended the training program, as it does when memory runs out. The run goes on from its last checkpoint, or from its beginning where there is none yet, and computes each batch in {parts} parts, a little slower.";

    private async Task<WorkerEnd> RunWorkerAsync(RunId run, int parts, CancellationToken stop, CancellationToken shutdown)
    {
        await using IWorkerProcess worker = launcher.Start(
            WorkerCommand.InBackground(
                "train",
                "--run",
                folder.Run(run),
                "--resume",
                "--batch-parts",
                parts.ToString(CultureInfo.InvariantCulture),
                "--json",
                "--supervised"
            )
        );
        using CancellationTokenSource ended = new();
        Task stopping = StopWhenAskedAsync(worker, stop, shutdown, ended.Token);
        RunEvent? closing = await pump.PumpAsync(run, worker, CancellationToken.None);
        int exitCode = await worker.WaitForExitAsync(CancellationToken.None);
        await ended.CancelAsync();
        await stopping;
        return new WorkerEnd(closing, exitCode, worker.LastErrors);
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

    /// <summary>Tells what the worker could not say itself, and keeps it with the run's events.</summary>
    private async Task TellAsync(RunId run, RunEvent unsaid)
    {
        try
        {
            await new RunEventLog(Path.Combine(folder.Run(run), RunFiles.Events)).AppendAsync(unsaid, CancellationToken.None);
        }
        catch (IOException exception) when (FullDisk.IsCauseOf(exception))
        {
            // Whoever watches is told all the same, and how a run ended is in its row.
        }

        bus.Publish(new RunUpdate(run, unsaid, Status: null));
    }

    private (RunOutcome Outcome, RunEvent? Unsaid) Judge(
        string runFolder,
        WorkerEnd end,
        CancellationToken stop,
        CancellationToken shutdown
    )
    {
        DateTimeOffset now = time.GetUtcNow();
        switch (end.Closing)
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
                string message = DiedMessage(end);
                return (
                    new RunOutcome(RunStatus.Failed, message, RunFailure.WorkerDied),
                    new RunFailed(RunFailure.WorkerDied, message) { Time = now }
                );
            default:
                return (new RunOutcome(RunStatus.Interrupted, StartupRecovery.Sentence), null);
        }
    }

    private static string DiedMessage(WorkerEnd end)
    {
        string cause = end.IsEndedBySystem
            ? $"The system ended the training program, as it does when memory runs out, even with each batch computed in {MostParts} parts. Choose a smaller input size or network, or close other programs, then start the run again."
            : $"The training program ended without saying why (exit code {end.ExitCode}). Start the run again; if it ends so again, its last words help to find the reason.";
        return end.LastErrors.Length == 0 ? cause : $"{cause} Its last words were: {end.LastErrors}";
    }

    /// <summary>How a worker ended.</summary>
    /// <param name="Closing">The event that closed the run; null where it ended without one.</param>
    /// <param name="ExitCode">Its exit code.</param>
    /// <param name="LastErrors">Its last words.</param>
    private sealed record WorkerEnd(RunEvent? Closing, int ExitCode, string LastErrors)
    {
        private const int Killed = 137;

        public bool IsEndedBySystem => Closing is null && ExitCode == Killed;
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
