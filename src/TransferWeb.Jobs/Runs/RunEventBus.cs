using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using TransferWeb.Core;
using TransferWeb.Core.Portal;

namespace TransferWeb.Jobs.Runs;

/// <summary>Carries what happens to runs to whoever watches, inside this process. A slow watcher loses the oldest, never blocks the sender.</summary>
public sealed class RunEventBus
{
    private const int Capacity = 4096;
    private readonly ConcurrentDictionary<Channel<RunUpdate>, RunId?> watchers = new();

    /// <summary>How many watch now.</summary>
    public int Watchers => watchers.Count;

    /// <summary>Hands an update to all who watch that run, or all runs.</summary>
    public void Publish(RunUpdate update)
    {
        foreach ((Channel<RunUpdate> channel, RunId? id) in watchers)
        {
            if (id is null || id == update.Id)
            {
                channel.Writer.TryWrite(update);
            }
        }
    }

    /// <summary>
    /// Updates of one run (or of all, for null) from this call on, not only from the first read: what happens while the caller takes a snapshot is
    /// not lost. Watching ends with the enumeration or with the token, so one of the two must end.
    /// </summary>
    public IAsyncEnumerable<RunUpdate> WatchAsync(RunId? id, CancellationToken cancellationToken = default)
    {
        Channel<RunUpdate> channel = Channel.CreateBounded<RunUpdate>(
            new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }
        );
        watchers[channel] = id;
        CancellationTokenRegistration registration = cancellationToken.Register(() => watchers.TryRemove(channel, out _));
        return ReadAsync(channel, registration, cancellationToken);
    }

    private async IAsyncEnumerable<RunUpdate> ReadAsync(
        Channel<RunUpdate> channel,
        CancellationTokenRegistration registration,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        try
        {
            await foreach (RunUpdate update in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return update;
            }
        }
        finally
        {
            watchers.TryRemove(channel, out _);
            await registration.DisposeAsync();
        }
    }
}
