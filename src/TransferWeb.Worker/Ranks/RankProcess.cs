using System.Diagnostics;
using System.Reflection;
using TransferWeb.Training.Ranks;

namespace TransferWeb.Worker.Ranks;

/// <summary>One process that takes part in this one's run. It lives as long as its standard input is open: when this process is gone, however that came, it ends.</summary>
internal sealed class RankProcess : IDisposable
{
    /// <summary>The line it prints when it is about to join.</summary>
    public const string Ready = "ready";

    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(10);

    private readonly RankDocument document;
    private readonly Process process;
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<string> errors;

    private RankProcess(RankDocument document, Process process)
    {
        (this.document, this.process) = (document, process);
        errors = process.StandardError.ReadToEndAsync();
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data == Ready)
            {
                ready.TrySetResult();
            }
        };
        process.BeginOutputReadLine();
    }

    /// <summary>Done when it is about to join.</summary>
    public Task WhenReady => ready.Task;

    /// <summary>Done when it has ended.</summary>
    public Task WhenEnded => process.WaitForExitAsync();

    /// <summary>Whether it has ended other than as it should.</summary>
    public bool HasFailed => process.HasExited && process.ExitCode is not (ExitCodes.Done or ExitCodes.Cancelled);

    /// <summary>Whether it only noticed that another had gone.</summary>
    public bool IsFollowing => process.HasExited && process.ExitCode == ExitCodes.Apart;

    /// <summary>When it ended.</summary>
    public DateTime Ended => process.ExitTime;

    /// <summary>Starts this program anew, with the document in <paramref name="file"/>.</summary>
    public static RankProcess Start(RankDocument document, string file)
    {
        string program =
            Environment.ProcessPath ?? throw new InvalidOperationException("This program does not know its own file.");
        bool hosted = Path.GetFileNameWithoutExtension(program) == "dotnet";
        string[] words = [.. hosted ? [Assembly.GetExecutingAssembly().Location] : Array.Empty<string>(), "rank", file];
        ProcessStartInfo start = new(program, words)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process =
            Process.Start(start) ?? throw new InvalidOperationException("The system started no process and did not say why.");
        return new RankProcess(document, process);
    }

    /// <summary>What happened to it, in sentences with what to do; call it when it has failed.</summary>
    public string Describe()
    {
        string said = errors.GetAwaiter().GetResult().Split('\n', 2)[0].Trim();
        const int signals = 128;
        string why =
            said.Length > 0 ? said
            : process.ExitCode > signals
                ? $"It was ended by signal {process.ExitCode - signals}: by a person, or by the system because memory ran out."
            : $"It left with code {process.ExitCode} and no word.";
        return $"The process for device {document.Device} (number {document.Place.Rank + 1} of {document.Place.Size}) has ended, and the run with it. {why} Go on with --resume from the last checkpoint, or start anew on one device.";
    }

    /// <summary>Lets it end, and sees to it that it does.</summary>
    public void Dispose()
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already.
        }

        if (!process.WaitForExit(EndsWithin))
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
    }
}
