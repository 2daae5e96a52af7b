using System.Diagnostics;
using System.Text.Json;
using TransferWeb.Core;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Ranks;

namespace TransferWeb.Worker.Ranks;

/// <summary>Starts this program again for each further device of a run.</summary>
/// <param name="abandon">Ends this process with a sentence; called where the engine is stuck in an exchange that will never end.</param>
internal sealed class RankLauncher(Action<string> abandon) : IRankLauncher
{
    /// <inheritdoc/>
    public IRankProcesses Start(IReadOnlyList<RankDocument> documents) => new RankProcesses(documents, abandon);
}

/// <summary>The further processes of a run.</summary>
internal sealed class RankProcesses : IRankProcesses
{
    /// <summary>A process needs a few seconds to load libtorch and make its network; a busy machine needs more.</summary>
    private static readonly TimeSpan StartsWithin = TimeSpan.FromMinutes(5);

    /// <summary>How long the engine may take to notice that a process is gone. Gloo does at once, NCCL perhaps never.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly List<RankProcess> processes = [];
    private readonly Action<string> abandon;
    private readonly CancellationTokenSource ending = new();

    public RankProcesses(IReadOnlyList<RankDocument> documents, Action<string> abandon)
    {
        this.abandon = abandon;
        try
        {
            foreach (RankDocument document in documents)
            {
                string file = $"{document.Place.StoreFile}-{document.Place.Rank}.json";
                File.WriteAllBytes(file, JsonSerializer.SerializeToUtf8Bytes(document, TransferWebJson.File));
                processes.Add(RankProcess.Start(document, file));
                _ = AbandonAfterAsync(processes[^1]);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void WaitUntilReady(CancellationToken cancellation)
    {
        Task ready = Task.WhenAll(processes.Select(process => process.WhenReady));
        long began = Stopwatch.GetTimestamp();
        while (!ready.Wait(Look, cancellation))
        {
            if (First() is { } failed)
            {
                throw new RunFailedException(RunFailure.WorkerDied, failed.Describe());
            }

            if (Stopwatch.GetElapsedTime(began) > StartsWithin)
            {
                throw new RunFailedException(
                    RunFailure.WorkerDied,
                    $"The processes for the further devices were not ready after {StartsWithin.TotalMinutes:0} minutes. The machine may be too busy: start the run again later, or choose one device."
                );
            }
        }
    }

    /// <inheritdoc/>
    public string? Lost(TimeSpan patience)
    {
        long began = Stopwatch.GetTimestamp();
        while (First() is null && Stopwatch.GetElapsedTime(began) < patience)
        {
            Thread.Sleep(Look);
        }

        return First()?.Describe();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ending.Cancel();
        foreach (RankProcess process in processes)
        {
            process.Dispose();
        }

        processes.Clear();
    }

    /// <summary>The process that failed first, by itself rather than because another did.</summary>
    private RankProcess? First() =>
        processes.Where(p => p.HasFailed).OrderBy(p => p.IsFollowing).ThenBy(p => p.Ended).FirstOrDefault();

    private async Task AbandonAfterAsync(RankProcess process)
    {
        try
        {
            await process.WhenEnded.WaitAsync(ending.Token);
            await Task.Delay(Grace, ending.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        if (process.HasFailed)
        {
            abandon(process.Describe());
        }
    }
}
