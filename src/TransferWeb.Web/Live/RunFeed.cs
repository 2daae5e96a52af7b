using TransferWeb.Core;
using TransferWeb.Core.Portal;

namespace TransferWeb.Web.Live;

/// <summary>
/// Follows one run for one page: subscribes, takes the snapshot, then applies what comes, redrawing at most five times a second. The
/// subscription comes first, so nothing between the two is lost; what both bring is applied once.
/// </summary>
public sealed class RunFeed(IRunCatalog runs, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Follows until cancelled. All runs are watched, as another's end moves this one up in the queue.</summary>
    /// <param name="id">The run.</param>
    /// <param name="state">Takes its events.</param>
    /// <param name="onDetails">Told the run's details at first and after each change of status; null where there is no such run.</param>
    /// <param name="onChange">Asked to redraw.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task FollowAsync(
        RunId id,
        RunLiveState state,
        Func<RunDetails?, Task> onDetails,
        Func<Task> onChange,
        CancellationToken cancellationToken
    )
    {
        await using IAsyncEnumerator<RunUpdate> updates = runs.WatchAsync(null, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        Task<bool> next = updates.MoveNextAsync().AsTask();

        RunSnapshot? snapshot = await runs.SnapshotAsync(id, cancellationToken);
        foreach (Core.Runs.RunEvent happened in snapshot?.Events ?? [])
        {
            state.Apply(happened);
        }

        await onDetails(snapshot?.Details);
        while (await next)
        {
            bool statusChanged = false;
            do
            {
                RunUpdate update = updates.Current;
                statusChanged |= update.Status is not null;
                if (update.Id == id && update.Event is { } happened)
                {
                    state.Apply(happened);
                }

                next = updates.MoveNextAsync().AsTask();
            } while (next.IsCompletedSuccessfully && next.Result);

            if (statusChanged)
            {
                await onDetails(await runs.FindAsync(id, cancellationToken));
            }

            await onChange();
            await Task.Delay(Pause, clock, cancellationToken);
        }
    }
}
