using System.Collections.Concurrent;
using TransferWeb.Core;

namespace TransferWeb.Jobs.Runs;

/// <summary>Carries a person's wish to stop a run to the job that has it.</summary>
public sealed class RunStops
{
    private readonly ConcurrentDictionary<RunId, CancellationTokenSource> stops = new();

    /// <summary>Opens the way for one run. Dispose it when the run has ended.</summary>
    public Stop Open(RunId run)
    {
        CancellationTokenSource source = new();
        return stops.TryAdd(run, source)
            ? new Stop(this, run, source)
            : throw new InvalidOperationException($"Run {run} is already being carried out.");
    }

    /// <summary>Asks a run to stop; nothing happens where none is being carried out.</summary>
    public void Request(RunId run)
    {
        if (stops.TryGetValue(run, out CancellationTokenSource? source))
        {
            source.Cancel();
        }
    }

    /// <summary>One run's way.</summary>
    public sealed class Stop : IDisposable
    {
        private readonly RunStops owner;
        private readonly RunId run;
        private readonly CancellationTokenSource source;

        internal Stop(RunStops owner, RunId run, CancellationTokenSource source)
        {
            this.owner = owner;
            this.run = run;
            this.source = source;
        }

        /// <summary>Cancelled when somebody asks.</summary>
        public CancellationToken Token => source.Token;

        /// <inheritdoc/>
        public void Dispose() => owner.stops.TryRemove(run, out _);
    }
}
