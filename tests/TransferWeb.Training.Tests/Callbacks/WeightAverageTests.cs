using TorchSharp.Modules;
using TransferWeb.Training.Callbacks;

namespace TransferWeb.Training.Tests.Callbacks;

public sealed class WeightAverageTests : IDisposable
{
    // So low that it holds from the first step on.
    private const double Decay = 0.05;

    private readonly Linear layer = nn.Linear(1, 1, hasBias: false);

    public void Dispose() => layer.Dispose();

    [Fact]
    public void Steps_OfKnownWeights_AverageByTheirDecay()
    {
        using DisposeScope scope = NewDisposeScope();
        using WeightAverage average = new(() => layer.state_dict(), Decay);
        TrainingState state = Start(average, weight: 1);

        Step(average, state, weight: 3);
        Step(average, state, weight: 5);
        average.OnValidationStarted(state);

        Assert.Equal((0.05 * ((0.05 * 1) + (0.95 * 3))) + (0.95 * 5), Weight, 5);
    }

    [Theory]
    [InlineData(1, 2.0 / 11)]
    [InlineData(8, 0.5)]
    [InlineData(10000, 0.99)]
    public void Stays_OfEarlySteps_IsLess(long step, double expected) =>
        Assert.Equal(expected, WeightAverage.Stays(0.99, step), 9);

    [Fact]
    public void NextEpoch_AfterAValidation_GoesOnFromTheTrainedWeights()
    {
        using DisposeScope scope = NewDisposeScope();
        using WeightAverage average = new(() => layer.state_dict(), Decay);
        TrainingState state = Start(average, weight: 1);
        Step(average, state, weight: 3);

        average.OnValidationStarted(state);
        Assert.NotEqual(3, Weight);
        average.OnEpochStarted(state);

        Assert.Equal(3, Weight);
    }

    [Fact]
    public void Restore_OfACapture_GoesOnAsIfNothingHadHappened()
    {
        using DisposeScope scope = NewDisposeScope();
        using WeightAverage first = new(() => layer.state_dict(), Decay);
        TrainingState state = Start(first, weight: 1);
        Step(first, state, weight: 3);
        first.OnValidationStarted(state);
        Dictionary<string, Tensor> captured = first.Capture().ToDictionary(p => p.Key, p => p.Value.clone());
        float standing = Weight;
        first.OnEpochStarted(state);
        Step(first, state, weight: 7);
        first.OnValidationStarted(state);
        float expected = Weight;

        Set(standing);
        using WeightAverage second = new(() => layer.state_dict(), Decay);
        second.Restore(captured);
        TrainingState resumed = new(1, 10);
        second.OnFitStarted(resumed);
        second.OnEpochStarted(resumed);
        Assert.Equal(3, Weight);
        Step(second, resumed, weight: 7);
        second.OnValidationStarted(resumed);

        Assert.Equal(expected, Weight);
    }

    private float Weight => layer.weight.item<float>();

    private TrainingState Start(WeightAverage average, float weight)
    {
        Set(weight);
        TrainingState state = new(1, 10);
        average.OnFitStarted(state);
        average.OnEpochStarted(state);
        return state;
    }

    private void Step(WeightAverage average, TrainingState state, float weight)
    {
        Set(weight);
        average.OnStepCompleted(state);
    }

    private void Set(float weight)
    {
        using IDisposable mode = no_grad();
        layer.weight.fill_(weight);
    }
}
