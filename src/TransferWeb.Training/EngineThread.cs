using System.Collections.Concurrent;

namespace TransferWeb.Training;

/// <summary>
/// The one thread of a process that calls libtorch. Every thread that does gets a team of OpenMP threads of its own; with two of
/// them the processors would be shared out twice. While it waits for <see cref="Lanes"/>, they call libtorch in its place.
/// </summary>
public static class EngineThread
{
    internal const int StackBytes = 16 << 20;

    private static BlockingCollection<Action>? queue;
    private static bool hasWhatLibrariesNeed;

    /// <summary>
    /// Makes the calling thread the engine's until the program ends, which goes on beside it. Meant for the process's main thread: its heap is the only one
    /// that can keep a network's large blocks (see <see cref="Devices.EngineProcess"/>).
    /// </summary>
    /// <param name="program">Runs on other threads; what it gives to <see cref="RunAsync"/> is done on the calling one, in turn.</param>
    /// <returns>What the program returned.</returns>
    public static T Lend<T>(Func<Task<T>> program)
    {
        using BlockingCollection<Action> works = [];
        if (Interlocked.CompareExchange(ref queue, works, null) is not null)
        {
            throw new InvalidOperationException("The engine has a thread already.");
        }

        Task<T> running = Task.Run(program);
        running.ContinueWith(_ => works.CompleteAdding(), TaskScheduler.Default);
        foreach (Action work in works.GetConsumingEnumerable())
        {
            work();
        }

        queue = null;
        return running.GetAwaiter().GetResult();
    }

    /// <summary>
    /// Does the work on the engine's thread, or on a new one where the process has none, with libtorch's own threads set to the number of logical processors.
    /// </summary>
    public static Task<T> RunAsync<T>(Func<T> work)
    {
        TaskCompletionSource<T> source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        void Do()
        {
            try
            {
                set_num_threads(Environment.ProcessorCount);
                TakeWhatLibrariesNeed();
                source.SetResult(work());
            }
            catch (Exception exception)
            {
                source.SetException(exception);
            }
        }

        if (queue is { } works)
        {
            works.Add(Do);
        }
        else
        {
            new Thread(Do, StackBytes) { Name = "engine", IsBackground = true }.Start();
        }

        return source.Task;
    }

    // libtorch and OpenBLAS take threads and working memory when they first need them, and where none is left then, they wait for it forever. So they are
    // made to once, at the beginning, and only where there is enough, which an allocation that fails as it should finds out.
    private static void TakeWhatLibrariesNeed()
    {
        if (hasWhatLibrariesNeed)
        {
            return;
        }

        const int Side = 512;
        const long BlasBuffer = 130L << 20;
        using DisposeScope scope = NewDisposeScope();
        using (NewDisposeScope())
        {
            for (int thread = 0; thread < Environment.ProcessorCount; thread++)
            {
                _ = empty(BlasBuffer, dtype: ScalarType.Byte);
            }
        }

        Tensor numbers = zeros(Side, Side);
        _ = numbers.sum();
        _ = numbers.mm(numbers);
        hasWhatLibrariesNeed = true;
    }
}
