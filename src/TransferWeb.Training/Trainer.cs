using TransferWeb.Training.Callbacks;
using TransferWeb.Training.Data;
using TransferWeb.Training.Evaluation;
using TransferWeb.Training.Optimization;
using static TorchSharp.torch.nn;

namespace TransferWeb.Training;

/// <summary>
/// The only training loop. Whatever else happens during a run (reports, checkpoints, stopping) is a callback.
/// </summary>
/// <param name="model">Takes the batches' inputs and gives logits [N, C].</param>
/// <param name="enterTraining">Puts the model into training mode, frozen parts excepted.</param>
/// <param name="optimizer">Holds the parameters that change.</param>
/// <param name="schedule">Sets the learning rate of each step.</param>
/// <param name="forwardMode">What forward passes of training are made in, such as autocast.</param>
/// <param name="callbacks">Called in this order.</param>
/// <param name="objective">What is made small; plain cross-entropy where none is given.</param>
public sealed class Trainer(
    Module<Tensor, Tensor> model,
    Action enterTraining,
    optim.Optimizer optimizer,
    ILearningRateSchedule schedule,
    Func<IDisposable> forwardMode,
    IReadOnlyList<TrainerCallback> callbacks,
    ITrainingObjective? objective = null
)
{
    private readonly ITrainingObjective objective = objective ?? CrossEntropy.Plain;

    /// <summary>Trains for <paramref name="epochs"/> epochs, each followed by a validation.</summary>
    public TrainingState Fit(IBatchSource train, IBatchSource validation, int epochs)
    {
        TrainingState state = new(epochs, (long)epochs * train.Batches);
        Tell(c => c.OnFitStarted(state));
        while (state.Epoch < epochs && !state.StopRequested)
        {
            state.Epoch++;
            Tell(c => c.OnEpochStarted(state));
            enterTraining();
            LossMeter meter = new();
            foreach (IBatch batch in train.Read(state.Epoch).Where(b => b.Rows.Count > 0))
            {
                Step(batch, state, meter);
                Tell(c => c.OnStepCompleted(state));
                if (state.StopRequested)
                {
                    break;
                }
            }

            (state.TrainLoss, state.TrainAccuracy) = (meter.Loss, meter.Accuracy);
            Tell(c => c.OnValidationStarted(state));
            (double loss, double accuracy) = LogitsReader.Measure(model, validation);
            state.CompleteEpoch(loss, accuracy);
            Tell(c => c.OnEpochCompleted(state));
        }

        return state;
    }

    private void Step(IBatch batch, TrainingState state, LossMeter meter)
    {
        using DisposeScope scope = NewDisposeScope();
        schedule.Apply(++state.Step);
        (Tensor inputs, Tensor labels) = batch.Load();
        (Tensor loss, Tensor logits) = objective.Measure(Forward, inputs, labels, state.Step);
        optimizer.zero_grad();
        loss.backward();
        Tell(c => c.OnGradientsReady(state));
        optimizer.step();
        state.StepLoss = loss.item<float>();
        state.StepSamples = batch.Rows.Count;
        state.LearningRate = schedule.Rate;
        meter.Add(state.StepLoss, logits.argmax(1).eq(labels).sum().item<long>(), batch.Rows.Count);
    }

    private Tensor Forward(Tensor inputs)
    {
        using IDisposable mode = forwardMode();
        return model.call(inputs).to_type(ScalarType.Float32);
    }

    private void Tell(Action<TrainerCallback> what)
    {
        foreach (TrainerCallback callback in callbacks)
        {
            what(callback);
        }
    }
}
