using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Data;

namespace TransferWeb.Training.Ranks;

/// <summary>The first process's side of a fit on several devices: it starts the others, and sees to their end.</summary>
internal sealed class RankSession : IDisposable
{
    /// <summary>As long as PyTorch waits: others wait this long while the first one checks and saves.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(30);

    /// <summary>A process that broke the connection is soon seen to have ended.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string store;
    private readonly IRankProcesses processes;
    private readonly RankGroup? group;

    private RankSession(RunContext run, IRankLauncher launcher, TrainingData data, string fingerprint)
    {
        IReadOnlyList<string> devices = RunDevices.Of(run.Spec.Device);
        store = Path.Combine(run.Folder, RunFiles.Meeting);
        File.Delete(store);
        RankPlace place = new(0, devices.Count, RankGroup.BackendFor(run.Device), store, Timeout.TotalSeconds);
        RankDocument own = new()
        {
            Place = place,
            Spec = run.Spec with { Data = run.Spec.Data with { Folder = data.Folder } },
            Folder = run.Folder,
            Classes = data.Classes,
            Samples = data.Samples,
            Fingerprint = fingerprint,
            Resume = run.GoesOnAfter is not null,
        };
        processes = launcher.Start([
            .. Enumerable.Range(1, devices.Count - 1).Select(rank => own with { Place = place with { Rank = rank } }),
        ]);
        try
        {
            processes.WaitUntilReady(run.Cancellation);
            group = Watch(() => RankGroup.Join(place, run.Device));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>This process among the others.</summary>
    public RankGroup Group => group ?? throw new InvalidOperationException("The processes have not joined.");

    /// <summary>Starts the other processes and joins them; null where the run has one device.</summary>
    /// <param name="run">The run, with nothing left to decide.</param>
    /// <param name="data">The pictures that can be used.</param>
    /// <param name="fingerprint">Of the run.</param>
    /// <exception cref="RunFailedException">They cannot work together; the sentence says why.</exception>
    public static RankSession? Begin(RunContext run, TrainingData data, string fingerprint)
    {
        if (RunDevices.Of(run.Spec.Device).Count == 1)
        {
            return null;
        }

        IRankLauncher launcher =
            run.Services.Launcher
            ?? throw new RunFailedException(
                RunFailure.InvalidSpec,
                "Only the command line carries out runs on several devices. Choose one device here."
            );
        return new RankSession(run, launcher, data, fingerprint);
    }

    /// <summary>Does work that exchanges; where the processes lose each other, the failure says which was lost and why.</summary>
    public T Watch<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (RanksApartException exception)
        {
            throw new RunFailedException(
                RunFailure.WorkerDied,
                processes.Lost(Patience)
                    ?? $"The processes of this run do not hear each other any more: {exception.Message} Go on with --resume from the last checkpoint, or start anew on one device.",
                exception
            );
        }
    }

    /// <summary>Leaves the group and ends the other processes.</summary>
    public void Dispose()
    {
        group?.Dispose();
        processes.Dispose();
        try
        {
            File.Delete(store);
        }
        catch (IOException)
        {
            // A run that is done does not fail for a file that its folder loses with the next run.
        }
    }
}
