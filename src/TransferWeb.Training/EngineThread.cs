namespace TransferWeb.Training;

/// <summary>
/// The one thread of a process that calls libtorch. Every thread that does gets a team of OpenMP threads of its own; with two of
/// them the processors would be shared out twice.
/// </summary>
public static class EngineThread
{
    private const int StackBytes = 16 << 20;

    /// <summary>Does the work on a new thread, with libtorch's own threads set to the number of logical processors.</summary>
    public static Task<T> RunAsync<T>(Func<T> work)
    {
        TaskCompletionSource<T> source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread thread = new(
            () =>
            {
                try
                {
                    set_num_threads(Environment.ProcessorCount);
                    source.SetResult(work());
                }
                catch (Exception exception)
                {
                    source.SetException(exception);
                }
            },
            StackBytes
        )
        {
            Name = "engine",
            IsBackground = true,
        };
        thread.Start();
        return source.Task;
    }
}
