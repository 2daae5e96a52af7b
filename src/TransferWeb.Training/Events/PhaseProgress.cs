using TransferWeb.Core.Runs;

namespace TransferWeb.Training.Events;

/// <summary>Tells how far a phase is, with an estimate, at most five times a second and once at its end.</summary>
public sealed class PhaseProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly IRunEventSink events;
    private readonly RunPhase phase;
    private readonly long total;
    private readonly TimeProvider time;
    private readonly long began;
    private readonly Lock gate = new();
    private long last;
    private long done;

    /// <summary>Begins; nothing is told before the first <see cref="Advance"/>.</summary>
    public PhaseProgress(IRunEventSink events, RunPhase phase, long total, TimeProvider time)
    {
        (this.events, this.phase, this.total, this.time) = (events, phase, total, time);
        began = last = time.GetTimestamp();
    }

    /// <summary>Counts more work as done. Safe to call from several threads.</summary>
    public void Advance(long count = 1)
    {
        lock (gate)
        {
            done += count;
            if (done < total && time.GetElapsedTime(last) < Interval)
            {
                return;
            }

            last = time.GetTimestamp();
            double elapsed = time.GetElapsedTime(began).TotalSeconds;
            events.Emit(new PhaseProgressed(phase, done, total, elapsed * (total - done) / Math.Max(1, done)));
        }
    }
}
