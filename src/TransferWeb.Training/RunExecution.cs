using TransferWeb.Core.Runs;

namespace TransferWeb.Training;

/// <summary>How a run ended.</summary>
public enum RunOutcome
{
    /// <summary>With a result.</summary>
    Completed,

    /// <summary>Without one; the failure says why.</summary>
    Failed,

    /// <summary>Stopped by a person.</summary>
    Cancelled,
}

/// <summary>The end of a run: exactly one of result and failure is set, or none when it was cancelled.</summary>
public sealed record RunEnding(RunOutcome Outcome, RunCompleted? Result = null, RunFailedException? Failure = null);

/// <summary>Carries out a run and tells its end, whatever happens: the last event is always a completion, a failure or a cancellation.</summary>
public static class RunExecution
{
    /// <summary>Runs the pipeline; call it on the engine's thread.</summary>
    public static RunEnding Execute(
        RunSpec spec,
        string folder,
        PipelineServices services,
        CancellationToken cancellation,
        bool resume = false
    )
    {
        try
        {
            return new RunEnding(RunOutcome.Completed, new TrainingPipeline(spec, folder, services, cancellation, resume).Run());
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            TellEnd(services, new RunCancelled());
            return new RunEnding(RunOutcome.Cancelled);
        }
        catch (Exception exception)
        {
            RunFailedException failure = FailureTranslator.Translate(exception, folder);
            TellEnd(services, new RunFailed(failure.Failure, failure.Message));
            return new RunEnding(RunOutcome.Failed, Failure: failure);
        }
    }

    /// <summary>With a full disk the event cannot be kept; whoever listens hears it all the same.</summary>
    private static void TellEnd(PipelineServices services, RunEvent end)
    {
        try
        {
            services.Events.Emit(end);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The failure that is being told is this one's cause.
        }
    }
}
