using TransferWeb.Core.Guidance;
using TransferWeb.Core.Metrics;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Events;

namespace TransferWeb.Training.Callbacks;

/// <summary>Tells the run's numbers: the loss of steps (gathered, at most five times a second), and everything about each epoch.</summary>
public sealed class MetricsReporter(RunEvents events, TimeProvider time) : TrainerCallback
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly List<MetricPoint> points = [];
    private long began;
    private long firstStep;
    private long lastSent;
    private long epochBegan;
    private double gatheredLoss;
    private long gatheredSamples;
    private long epochSamples;

    /// <inheritdoc/>
    public override void OnFitStarted(TrainingState state)
    {
        began = lastSent = epochBegan = time.GetTimestamp();
        firstStep = state.Step;
    }

    /// <inheritdoc/>
    public override void OnStartMeasured(TrainingState state)
    {
        events.Note(
            $"The head on the frozen features is right for {Say.Percent(state.ValidationAccuracy)} of the held-back pictures. Training goes on from there, and keeps it where no epoch is better."
        );
        Add(state, MetricNames.Loss, Split.Validation, state.ValidationLoss);
        Add(state, MetricNames.AccuracyTop1, Split.Validation, state.ValidationAccuracy);
        Send();
        epochBegan = time.GetTimestamp();
    }

    /// <inheritdoc/>
    public override void OnBatchHalved(TrainingState state, int parts) =>
        events.Note(
            $"The memory did not suffice for a whole batch, so each is computed in {parts} parts from step {state.Step} on. The run goes on, a little slower."
        );

    /// <inheritdoc/>
    public override void OnStepCompleted(TrainingState state)
    {
        gatheredLoss += state.StepLoss * state.StepSamples;
        gatheredSamples += state.StepSamples;
        epochSamples += state.StepSamples;
        if (time.GetElapsedTime(lastSent) < Interval)
        {
            return;
        }

        AddGathered(state);
        Send();
        events.Emit(new PhaseProgressed(RunPhase.Fit, state.Step, state.Steps, Remaining(state)));
    }

    /// <inheritdoc/>
    public override void OnEpochCompleted(TrainingState state)
    {
        double seconds = Math.Max(time.GetElapsedTime(epochBegan).TotalSeconds, 1e-6);
        AddGathered(state);
        Add(state, MetricNames.AccuracyTop1, Split.Train, state.TrainAccuracy);
        Add(state, MetricNames.Loss, Split.Validation, state.ValidationLoss);
        Add(state, MetricNames.AccuracyTop1, Split.Validation, state.ValidationAccuracy);
        Add(state, MetricNames.ImagesPerSecond, Split.Train, epochSamples / seconds);
        Send();
        events.Emit(
            new EpochCompleted(
                state.Epoch,
                state.Epochs,
                state.TrainLoss,
                state.ValidationLoss,
                state.ValidationAccuracy,
                state.IsBest,
                time.GetElapsedTime(began).TotalSeconds,
                Remaining(state)
            )
        );
        epochBegan = time.GetTimestamp();
        epochSamples = 0;
    }

    private void AddGathered(TrainingState state)
    {
        if (gatheredSamples > 0)
        {
            Add(state, MetricNames.Loss, Split.Train, gatheredLoss / gatheredSamples);
            Add(state, MetricNames.LearningRate, Split.Train, state.LearningRate);
        }
    }

    private void Add(TrainingState state, string name, Split split, double value) =>
        points.Add(new MetricPoint(name, split, state.Step, state.Epoch, value));

    private double Remaining(TrainingState state) =>
        time.GetElapsedTime(began).TotalSeconds * (state.Steps - state.Step) / Math.Max(1, state.Step - firstStep);

    private void Send()
    {
        events.Emit(new MetricsRecorded([.. points]));
        points.Clear();
        (gatheredLoss, gatheredSamples) = (0, 0);
        lastSent = time.GetTimestamp();
    }
}
