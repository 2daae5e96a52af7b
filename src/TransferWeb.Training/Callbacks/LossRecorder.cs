using TransferWeb.Training.Optimization;

namespace TransferWeb.Training.Callbacks;

/// <summary>Writes down rate and loss of each step of a sweep, and ends it when the loss runs away.</summary>
internal sealed class LossRecorder : TrainerCallback
{
    private readonly List<double> rates = [];
    private readonly List<double> losses = [];

    /// <summary>The first group's rate in each step.</summary>
    public IReadOnlyList<double> Rates => rates;

    /// <summary>The loss of each step.</summary>
    public IReadOnlyList<double> Losses => losses;

    /// <inheritdoc/>
    public override void OnStepCompleted(TrainingState state)
    {
        rates.Add(state.LearningRate);
        losses.Add(state.StepLoss);
        state.StopRequested = state.Step == state.Steps || RangeTest.HasDiverged(losses);
    }
}
