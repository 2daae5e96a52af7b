using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;
using TransferWeb.Training;
using TransferWeb.Training.Events;
using TransferWeb.Worker.Display;
using TransferWeb.Worker.Ranks;

namespace TransferWeb.Worker;

/// <summary>Carries out runs and shows them: as JSON lines for programs, or as a bar and a sentence for people.</summary>
internal static class TrainRunner
{
    /// <summary>Runs to the end, printing each event as a JSON line.</summary>
    public static async Task<RunEnding> PrintAsync(
        RunSpec spec,
        string folder,
        bool resume,
        CancellationToken cancellation,
        int batchParts = 1
    ) => Tell(await ExecuteAsync(spec, folder, new RunEventWriter(Console.Out), resume, batchParts, cancellation));

    /// <summary>Runs to the end, showing it to a person.</summary>
    public static async Task<RunEnding> ShowAsync(
        RunSpec spec,
        string folder,
        bool resume,
        CancellationToken cancellation,
        int batchParts = 1
    )
    {
        RunEnding ending = await RunDisplay.ShowAsync(display =>
            ExecuteAsync(spec, folder, display, resume, batchParts, cancellation)
        );
        if (ending.Failure is null)
        {
            RunSummary.Write(ending, folder, Console.Out);
        }

        return Tell(ending);
    }

    /// <summary>The exit code that says how a run ended.</summary>
    public static int ExitCode(RunEnding ending) =>
        ending.Outcome switch
        {
            RunOutcome.Completed => ExitCodes.Done,
            RunOutcome.Cancelled => ExitCodes.Cancelled,
            _ => ExitCodes.Failed,
        };

    private static RunEnding Tell(RunEnding ending)
    {
        if (ending.Failure is { } failure)
        {
            Console.Error.WriteLine(CommandLine.Describe(failure));
        }

        return ending;
    }

    private static async Task<RunEnding> ExecuteAsync(
        RunSpec spec,
        string folder,
        IRunEventSink sink,
        bool resume,
        int batchParts,
        CancellationToken cancellation
    )
    {
        Directory.CreateDirectory(folder);
        using RunEventFile file = new(Path.Combine(folder, RunFiles.Events), resume);
        RunEvents events = new(TimeProvider.System, file, sink);
        RankLauncher launcher = new(sentence => Abandon(events, sentence));
        PipelineServices services = new(
            events,
            TimeProvider.System,
            Surroundings.Weights,
            Surroundings.Features,
            launcher,
            batchParts
        );
        return await EngineThread.RunAsync(() => RunExecution.Execute(spec, folder, services, cancellation, resume));
    }

    /// <summary>Ends the process with a failure although the engine is in the middle of a call, from which it would not come back.</summary>
    private static void Abandon(RunEvents events, string sentence)
    {
        try
        {
            events.Emit(new RunFailed(RunFailure.WorkerDied, sentence));
            Console.Error.WriteLine(sentence);
        }
        finally
        {
            Supervisor.Leave(ExitCodes.Failed);
        }
    }
}
