using TransferWeb.Core.Metrics;
using TransferWeb.Core.Runs;
using TransferWeb.Web.Live;
using TransferWeb.Web.Tests.Fakes;

namespace TransferWeb.Web.Tests.Components;

public sealed class RunLiveStateTests
{
    private static readonly RunEvent[] Events =
    [
        new PhaseStarted(RunPhase.PrepareWeights) { Time = Samples.Now },
        Samples.Started(epochs: 10, steps: 60),
        new PhaseStarted(RunPhase.Fit) { Time = Samples.Now.AddSeconds(1) },
        new MetricsRecorded([
            new(MetricNames.Loss, Split.Train, 3, 1, 1.2),
            new(MetricNames.AccuracyTop1, Split.Train, 3, 1, 0.4),
            new(MetricNames.ImagesPerSecond, Split.Train, 3, 1, 55),
        ])
        {
            Time = Samples.Now.AddSeconds(2),
        },
        new MetricsRecorded([new(MetricNames.AccuracyTop1, Split.Validation, 6, 1, 0.6)]) { Time = Samples.Now.AddSeconds(3) },
        new EpochCompleted(1, 10, 1.2, 1.0, 0.6, true, 3, 27) { Time = Samples.Now.AddSeconds(3) },
        new NoteAdded("One picture was left out.") { Time = Samples.Now.AddSeconds(4) },
    ];

    private static RunLiveState After(params IEnumerable<RunEvent> events)
    {
        RunLiveState state = new();
        foreach (RunEvent happened in events)
        {
            state.Apply(happened);
        }

        return state;
    }

    [Fact]
    public void Apply_Metrics_DrawsThemByRound()
    {
        RunLiveState state = After(Events);

        Assert.Equal([new ChartPoint(0.5, 1.2)], state.TrainLoss.Points);
        Assert.Equal([new ChartPoint(1, 0.6)], state.ValidationAccuracy.Points);
        Assert.Equal(55, state.ImagesPerSecond);
    }

    [Fact]
    public void Apply_EverythingTwice_ChangesNothing()
    {
        RunLiveState once = After(Events);
        RunLiveState twice = After(Events.Concat(Events));

        Assert.Equal(once.TrainLoss.Points, twice.TrainLoss.Points);
        Assert.Equal(once.Rounds, twice.Rounds);
        Assert.Equal(once.Feed, twice.Feed);
        Assert.Equal(once.Phases, twice.Phases);
        Assert.Equal(once.Headline, twice.Headline);
    }

    [Fact]
    public void Headline_AfterARound_SaysTheNextRoundAccuracyAndTime()
    {
        RunLiveState state = After(Events);

        Assert.Equal("Round 2 of 10 · 60 % right so far · about 30 seconds left", state.Headline);
        Assert.Equal(0.1, state.Share!.Value, 9);
    }

    [Fact]
    public void Headline_WhileFeaturesAreComputed_SaysHowManyPictures()
    {
        RunLiveState state = After(
            new PhaseStarted(RunPhase.ExtractFeatures) { Time = Samples.Now },
            new PhaseProgressed(RunPhase.ExtractFeatures, 120, 240, 12) { Time = Samples.Now }
        );

        Assert.Equal("Look at every picture once · 120 of 240 · about 15 seconds left", state.Headline);
        Assert.Equal(0.5, state.Share);
    }

    [Fact]
    public void Apply_SecondStart_ClearsTheFirstAttempt()
    {
        RunLiveState state = After(
            Events
                .Append(new PhaseStarted(RunPhase.OpenDataset))
                .Append(Samples.Started() with { Time = Samples.Now.AddHours(1) })
        );

        Assert.Empty(state.TrainLoss.Points);
        Assert.Empty(state.Rounds);
        Assert.Empty(state.Feed);
    }

    [Fact]
    public void Apply_StartThatGoesOn_KeepsTheCurvesAndDrawsNothingTwice()
    {
        RunStarted goesOn = Samples.Started(epochs: 10, steps: 60) with
        {
            Time = Samples.Now.AddHours(1),
            CompletedEpochs = 1,
            CompletedSteps = 6,
        };
        RunLiveState before = After(Events);

        RunLiveState after = After([.. Events, goesOn, Events[3], Events[4], Events[5]]);

        Assert.Equal(before.TrainLoss.Points, after.TrainLoss.Points);
        Assert.Equal(before.Rounds, after.Rounds);
        Assert.Equal(goesOn, after.Started);
    }

    [Fact]
    public void Feed_ManyNotes_IsBounded()
    {
        RunLiveState state = After(Enumerable.Range(0, 500).Select(i => new NoteAdded($"Note {i}") { Time = Samples.Now }));

        Assert.Equal(100, state.Feed.Count);
        Assert.Equal("Note 499", state.Feed[^1].Text);
    }
}
