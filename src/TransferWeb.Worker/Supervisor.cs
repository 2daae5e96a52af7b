using System.Runtime.InteropServices;

namespace TransferWeb.Worker;

/// <summary>
/// Listens on standard input to the program that started this one: the line <c>cancel</c> asks for a stop; the end of the input means
/// that the program is gone, and this one ends at once.
/// </summary>
internal static partial class Supervisor
{
    /// <summary>Starts listening, on a thread of its own.</summary>
    public static void Watch(TextReader input, Action cancel, Action abandoned)
    {
        Thread thread = new(() =>
        {
            while (input.ReadLine() is { } line)
            {
                if (line.Trim() == "cancel")
                {
                    cancel();
                }
            }

            abandoned();
        })
        {
            Name = "supervisor",
            IsBackground = true,
        };
        thread.Start();
    }

    /// <summary>Asks the system to end this program before others where memory runs out: a run goes on from its checkpoint, the site has none.</summary>
    public static void GoFirstWhereMemoryRunsOut()
    {
        const string Score = "/proc/self/oom_score_adj";
        const string Early = "500";
        if (!File.Exists(Score))
        {
            return;
        }

        try
        {
            File.WriteAllText(Score, Early);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The system then chooses by size alone.
        }
    }

    /// <summary>Ends the process without waiting for any thread: the engine may be in the middle of a long call.</summary>
    public static void EndAtOnce() => Exit(ExitCodes.Orphaned);

    /// <summary>Ends the finished program without the native libraries' own farewells, which may wait for ever for threads that are being ended too.</summary>
    public static void Leave(int code)
    {
        Console.Out.Flush();
        Console.Error.Flush();
        RemoveDiagnosticPipes();
        Exit(code);
    }

    // The runtime makes them for debuggers when it starts, and would remove them in a farewell that is not waited for here.
    private static void RemoveDiagnosticPipes()
    {
        int id = Environment.ProcessId;
        string[] patterns = [$"dotnet-diagnostic-{id}-*", $"clr-debug-pipe-{id}-*"];
        try
        {
            foreach (string pipe in patterns.SelectMany(pattern => Directory.EnumerateFiles(Path.GetTempPath(), pattern)))
            {
                File.Delete(pipe);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Left-over pipes are no reason to end with another code.
        }
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void Exit(int code);
}
