using System.Runtime.ExceptionServices;
using TransferWeb.Training.Devices;

namespace TransferWeb.Training;

/// <summary>
/// Threads beside the engine's that each carry a piece of work through from its beginning to its end, libtorch's operations included, without sharing
/// any operation among threads. Where pieces do not depend on each other, nobody waits for anybody, and what one thread has just written is still in its
/// processor's cache when it reads it.
/// </summary>
public static class Lanes
{
    // Each lane has maps of its own in memory. Beyond this many, several processors share a lane.
    private const int Most = 16;

    /// <summary>Does the work for each number from 0 on, in about that order, and returns when all is done. The first failure ends it.</summary>
    /// <param name="count">How many pieces.</param>
    /// <param name="work">Called by several threads at once, with gradients off.</param>
    public static void ForEach(int count, Action<int> work)
    {
        int lanes = Math.Min(Environment.ProcessorCount, Most);
        int before = get_num_threads();
        int next = -1;
        ExceptionDispatchInfo? failure = null;

        void Run()
        {
            try
            {
                set_num_threads(Environment.ProcessorCount / lanes);
                using IDisposable mode = inference_mode();
                for (int i; failure is null && (i = Interlocked.Increment(ref next)) < count; )
                {
                    work(i);
                }
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(exception), null);
            }
        }

        List<Thread> running = [];
        try
        {
            for (int lane = 1; lane <= Math.Min(lanes, count); lane++)
            {
                Thread thread = new(Run, EngineThread.StackBytes) { Name = $"lane {lane}", IsBackground = true };
                thread.Start();
                running.Add(thread);
            }
        }
        catch (OutOfMemoryException) when (running.Count > 0)
        {
            // Fewer lanes do the same work.
        }

        running.ForEach(thread => thread.Join());
        set_num_threads(before);
        EngineProcess.ReturnFreedMemory();
        failure?.Throw();
    }
}
