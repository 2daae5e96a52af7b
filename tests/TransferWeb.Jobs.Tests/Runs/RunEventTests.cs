using TransferWeb.Core;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;
using TransferWeb.Jobs.Runs;

namespace TransferWeb.Jobs.Tests.Runs;

public sealed class RunEventTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Log_ReadWhileItGrows_GivesEachEventOnce()
    {
        using TemporaryFolder folder = new();
        string path = folder.Combine("events.jsonl");
        RunEventLog log = new(path);
        Assert.Empty(await log.ReadNewAsync(Cancel));

        await File.AppendAllTextAsync(
            path,
            """{"event":"NoteAdded","text":"Ä","time":"2026-01-01T00:00:00Z"}""" + "\n{\"event\":\"Note",
            Cancel
        );
        RunEvent first = Assert.Single(await log.ReadNewAsync(Cancel));
        Assert.Empty(await log.ReadNewAsync(Cancel));
        await File.AppendAllTextAsync(path, "Added\",\"text\":\"2\"}\nno event\n\n{\"event\":\"Unknown\"}\n", Cancel);

        Assert.Equal("Ä", Assert.IsType<NoteAdded>(first).Text);
        Assert.Equal("2", Assert.IsType<NoteAdded>(Assert.Single(await log.ReadNewAsync(Cancel))).Text);
    }

    [Fact]
    public async Task Log_AppendedToAfterHalfALine_KeepsTheNewEvent()
    {
        using TemporaryFolder folder = new();
        string path = folder.Combine("events.jsonl");
        await File.WriteAllTextAsync(path, "{\"event\":\"NoteA", Cancel);

        await new RunEventLog(path).AppendAsync(new NoteAdded("whole"), Cancel);

        Assert.Equal([new NoteAdded("whole")], await new RunEventLog(path).ReadNewAsync(Cancel));
    }

    [Fact]
    public async Task Bus_WatchedBeforeItIsRead_LosesNothing()
    {
        RunEventBus bus = new();
        RunId run = RunId.New();
        IAsyncEnumerable<RunUpdate> one = bus.WatchAsync(run, Cancel);
        IAsyncEnumerable<RunUpdate> all = bus.WatchAsync(null, Cancel);

        bus.Publish(new RunUpdate(RunId.New(), null, RunStatus.Running));
        bus.Publish(new RunUpdate(run, null, RunStatus.Succeeded));

        Assert.Equal(RunStatus.Succeeded, (await one.FirstAsync(Cancel)).Status);
        Assert.Equal(
            [RunStatus.Running, RunStatus.Succeeded],
            await all.Take(2).Select(u => u.Status!.Value).ToArrayAsync(Cancel)
        );
        Assert.Equal(0, bus.Watchers);
    }

    [Fact]
    public async Task Bus_SlowWatcher_LosesTheOldestOnly()
    {
        RunEventBus bus = new();
        RunId run = RunId.New();
        IAsyncEnumerable<RunUpdate> slow = bus.WatchAsync(run, Cancel);

        for (int i = 0; i < 10_000; i++)
        {
            bus.Publish(new RunUpdate(run, new NoteAdded($"{i}"), null));
        }

        bus.Publish(new RunUpdate(run, null, RunStatus.Succeeded));
        RunUpdate[] seen = await slow.TakeUntilAsync(u => u.Status is not null, Cancel);

        Assert.InRange(seen.Length, 1000, 9_999);
        Assert.Equal("9999", Assert.IsType<NoteAdded>(seen[^2].Event).Text);
    }

    [Fact]
    public void Bus_WatchThatIsNeverReadButCancelled_IsForgotten()
    {
        RunEventBus bus = new();
        using CancellationTokenSource cancel = new();
        _ = bus.WatchAsync(null, cancel.Token);

        Assert.Equal(1, bus.Watchers);
        cancel.Cancel();
        Assert.Equal(0, bus.Watchers);
    }
}

internal static class AsyncEnumerableExtensions
{
    /// <summary>All items up to the first that ends it, which is the last.</summary>
    public static async Task<T[]> TakeUntilAsync<T>(
        this IAsyncEnumerable<T> items,
        Func<T, bool> ends,
        CancellationToken cancellationToken
    )
    {
        List<T> taken = [];
        await foreach (T item in items.WithCancellation(cancellationToken))
        {
            taken.Add(item);
            if (ends(item))
            {
                break;
            }
        }

        return [.. taken];
    }
}
