using TransferWeb.Core.Guidance;
using TransferWeb.Core.Metrics;
using TransferWeb.Core.Runs;

namespace TransferWeb.Web.Live;

/// <summary>One entry of the feed.</summary>
public sealed record FeedEntry(DateTimeOffset Time, string Text);

/// <summary>
/// What a run's events add up to. Applying an event twice changes nothing, so the snapshot and the stream may overlap; a second start
/// (the run was started again) clears what came before, unless it goes on where it was cut off: the points it draws once more are then the same.
/// </summary>
public sealed class RunLiveState
{
    private const int MaximumFeed = 100;

    private readonly List<FeedEntry> feed = [];
    private readonly List<EpochCompleted> rounds = [];

    /// <summary>Error on the pictures it learns from, by round.</summary>
    public ChartSeries TrainLoss { get; } = new();

    /// <summary>Error on held-back pictures, by round.</summary>
    public ChartSeries ValidationLoss { get; } = new();

    /// <summary>Share right of the pictures it learns from, by round.</summary>
    public ChartSeries TrainAccuracy { get; } = new();

    /// <summary>Share right of held-back pictures, by round.</summary>
    public ChartSeries ValidationAccuracy { get; } = new();

    /// <summary>The run's plan, once it has one.</summary>
    public RunStarted? Started { get; private set; }

    /// <summary>The step that is under way.</summary>
    public RunPhase? Phase { get; private set; }

    /// <summary>The steps begun so far, in order.</summary>
    public IReadOnlyList<RunPhase> Phases { get; private set; } = [];

    /// <summary>How far the step is.</summary>
    public PhaseProgressed? Progress { get; private set; }

    /// <summary>Training pictures a second, newest value.</summary>
    public double? ImagesPerSecond { get; private set; }

    /// <summary>The rounds so far.</summary>
    public IReadOnlyList<EpochCompleted> Rounds => rounds;

    /// <summary>The best round so far.</summary>
    public EpochCompleted? Best => rounds.LastOrDefault(r => r.IsBest);

    /// <summary>Notes and remarks, oldest first; bounded.</summary>
    public IReadOnlyList<FeedEntry> Feed => feed;

    /// <summary>The result, at the end.</summary>
    public RunCompleted? Completed { get; private set; }

    /// <summary>Where the run stands, in words.</summary>
    public string Headline =>
        RunWords.Headline(Phase, Progress, Started?.Epochs ?? 0, rounds.Count == 0 ? null : rounds[^1], Best?.ValidationAccuracy);

    /// <summary>Share of the step that is done, 0 to 1; null where that is not known.</summary>
    public double? Share =>
        Progress is { Total: > 0 } progress && progress.Phase == Phase ? (double)progress.Done / progress.Total
        : Phase == RunPhase.Fit && rounds.Count > 0 ? (double)rounds[^1].Epoch / rounds[^1].Epochs
        : null;

    /// <summary>Adds an event.</summary>
    public void Apply(RunEvent happened)
    {
        switch (happened)
        {
            case RunStarted started when started.Time != Started?.Time:
                Begin(started);
                break;
            case PhaseStarted phase when !Phases.Contains(phase.Phase):
                Phase = phase.Phase;
                Phases = [.. Phases, phase.Phase];
                Progress = null;
                break;
            case PhaseProgressed progress:
                Progress = progress;
                break;
            case MetricsRecorded metrics:
                Draw(metrics.Points);
                break;
            case EpochCompleted round when rounds.Count == 0 || round.Epoch > rounds[^1].Epoch:
                rounds.Add(round);
                Remark(round.Time, Commentary.On(rounds));
                break;
            case NoteAdded note:
                Remark(note.Time, note.Text);
                break;
            case RunCompleted completed:
                Completed = completed;
                break;
        }
    }

    /// <summary>The phases before the first metric belong to the new attempt, so only an earlier attempt's numbers are cleared.</summary>
    private void Begin(RunStarted started)
    {
        if (Started is not null && started.CompletedEpochs > 0)
        {
            Phases = Phases.Count > 0 ? [Phases[^1]] : [];
            Completed = null;
        }
        else if (Started is not null)
        {
            Phases = Phases.Count > 0 ? [Phases[^1]] : [];
            feed.Clear();
            rounds.Clear();
            Completed = null;
            foreach (ChartSeries series in new[] { TrainLoss, ValidationLoss, TrainAccuracy, ValidationAccuracy })
            {
                series.Clear();
            }
        }

        Started = started;
    }

    private void Draw(IReadOnlyList<MetricPoint> points)
    {
        foreach (MetricPoint point in points)
        {
            if (point is { Name: MetricNames.ImagesPerSecond })
            {
                ImagesPerSecond = point.Value;
                continue;
            }

            SeriesOf(point)?.Add(Round(point), point.Value);
        }
    }

    private ChartSeries? SeriesOf(MetricPoint point) =>
        (point.Name, point.Split) switch
        {
            (MetricNames.Loss, Split.Train) => TrainLoss,
            (MetricNames.Loss, Split.Validation) => ValidationLoss,
            (MetricNames.AccuracyTop1, Split.Train) => TrainAccuracy,
            (MetricNames.AccuracyTop1, Split.Validation) => ValidationAccuracy,
            _ => null,
        };

    /// <summary>The step as a fraction of rounds: the axis a person reads.</summary>
    private double Round(MetricPoint point) =>
        Started is { Steps: > 0 } started ? (double)point.Step * started.Epochs / started.Steps : point.Epoch;

    private void Remark(DateTimeOffset time, string? text)
    {
        if (text is null || feed.Contains(new(time, text)))
        {
            return;
        }

        feed.Add(new(time, text));
        if (feed.Count > MaximumFeed)
        {
            feed.RemoveAt(0);
        }
    }
}
