using TransferWeb.Training.Callbacks;
using TransferWeb.Training.Events;
using TransferWeb.Training.Tests.Support;

namespace TransferWeb.Training.Tests.Callbacks;

public sealed class StoppingTests
{
    private readonly RecordingSink heard = new();
    private readonly ManualTime time = new();

    private RunEvents Events => new(time, heard);

    [Fact]
    public void EarlyStopping_WithoutABetterEpoch_StopsAfterItsPatienceAndSaysWhy()
    {
        // A rate near 0 learns nothing: no epoch betters the first, and of equal ones the last is kept.
        TrainingState state = Trainers.Run(10, rate: 1e-300, new EarlyStopping(2, Events));

        Assert.Equal((3, 3, 1), (state.Epoch, state.BestEpoch, state.LastProgress));
        Assert.StartsWith(
            "Training stopped after epoch 3 of 10: none of the last 2 was better than epoch 1, with ",
            state.StopReason,
            StringComparison.Ordinal
        );
        Assert.Equal(state.StopReason, Assert.Single(heard.Notes));
    }

    [Fact]
    public void EarlyStopping_WithPatienceForAllEpochs_GoesOnToTheEnd()
    {
        TrainingState state = Trainers.Run(5, rate: 1e-300, new EarlyStopping(5, Events));

        Assert.Equal(5, state.Epoch);
        Assert.Null(state.StopReason);
        Assert.Empty(heard.Notes);
    }

    [Fact]
    public void TimeBudget_WhereAnotherEpochWouldNotFit_StopsAndSaysWhy()
    {
        TrainingState state = Trainers.Run(10, rate: 0.01, new Clock(time, secondsPerStep: 5), new TimeBudget(35, Events, time));

        Assert.Equal(3, state.Epoch);
        Assert.Contains("time budget of 35 s", state.StopReason, StringComparison.Ordinal);
    }

    [Fact]
    public void TimeBudget_AfterAnInterruption_CountsWhatWasSpentBeforeButNotThePause()
    {
        using DisposeScope scope = NewDisposeScope();
        Clock clock = new(time, secondsPerStep: 5);
        TimeBudget first = new(35, Events, time);
        TrainingState stopped = Trainers.Run(10, rate: 0.01, clock, first, new StopAfter(epoch: 2));
        IReadOnlyDictionary<string, Tensor> kept = first.Capture();
        time.Advance(TimeSpan.FromSeconds(100_000));

        TimeBudget second = new(35, Events, time);
        second.Restore(kept);
        TrainingState state = Trainers.GoOn(stopped, rate: 0.01, clock, second);

        Assert.Equal(3, state.Epoch);
        Assert.Contains("time budget of 35 s", state.StopReason, StringComparison.Ordinal);
    }

    [Fact]
    public void TimeBudget_UsedUpBeforeTheInterruption_EndsTheFitAtOnce()
    {
        using DisposeScope scope = NewDisposeScope();
        Clock clock = new(time, secondsPerStep: 5);
        TimeBudget first = new(35, Events, time);
        TrainingState stopped = Trainers.Run(10, rate: 0.01, clock, first);

        TimeBudget second = new(35, Events, time);
        second.Restore(first.Capture());
        TrainingState state = Trainers.GoOn(stopped, rate: 0.01, clock, second);

        Assert.Equal((3, 6), (state.Epoch, state.Step));
    }

    private sealed class StopAfter(int epoch) : TrainerCallback
    {
        public override void OnEpochCompleted(TrainingState state) => state.StopRequested |= state.Epoch == epoch;
    }

    private sealed class Clock(ManualTime time, long secondsPerStep) : TrainerCallback
    {
        public override void OnStepCompleted(TrainingState state) => time.Advance(TimeSpan.FromSeconds(secondsPerStep));
    }
}
