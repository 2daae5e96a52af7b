using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using TransferWeb.Core;
using TransferWeb.Core.Portal;

namespace TransferWeb.Jobs.Datasets;

/// <summary>How far the checks are, for whoever watches. Only the newest state of each is kept, so a slow watcher skips what is past.</summary>
internal sealed class DatasetProgressBoard
{
    private readonly ConcurrentDictionary<DatasetId, State> states = new();

    /// <summary>Puts up a new state.</summary>
    public void Post(DatasetProgress progress)
    {
        State next = new(progress);
        State? before = null;
        states.AddOrUpdate(
            progress.Id,
            next,
            (_, present) =>
            {
                before = present;
                return next;
            }
        );
        before?.Replaced.TrySetResult(next);
    }

    /// <summary>Takes a state down, after a last one for those who watch.</summary>
    public void Remove(DatasetId dataset) => states.TryRemove(dataset, out _);

    /// <summary>The present state, or null where no check was made since the portal started.</summary>
    public DatasetProgress? Present(DatasetId dataset) => states.TryGetValue(dataset, out State? state) ? state.Progress : null;

    /// <summary>The present state and each later one, until the check is over; nothing where there is none.</summary>
    public async IAsyncEnumerable<DatasetProgress> WatchAsync(
        DatasetId dataset,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (!states.TryGetValue(dataset, out State? state))
        {
            yield break;
        }

        while (true)
        {
            yield return state.Progress;
            if (state.Progress.Status != DatasetStatus.Checking)
            {
                yield break;
            }

            state = await state.Replaced.Task.WaitAsync(cancellationToken);
        }
    }

    private sealed record State(DatasetProgress Progress)
    {
        public TaskCompletionSource<State> Replaced { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
