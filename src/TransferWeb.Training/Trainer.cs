using TransferWeb.Torch;
using TransferWeb.Training.Callbacks;
using TransferWeb.Training.Data;
using TransferWeb.Training.Evaluation;
using TransferWeb.Training.Optimization;
using static TorchSharp.torch.nn;

namespace TransferWeb.Training;

/// <summary>
/// The only training loop. Whatever else happens during a run (reports, checkpoints, stopping) is a callback.
/// </summary>
/// <param name="model">What is trained and validated.</param>
/// <param name="enterTraining">Puts the model into training mode, frozen parts excepted.</param>
/// <param name="optimizer">Holds the parameters that change.</param>
/// <param name="schedule">Sets the learning rate of each step.</param>
/// <param name="forward">The model's forward pass as training makes it, from a batch's inputs to logits [N, C] in float32.</param>
/// <param name="callbacks">Called in this order.</param>
/// <param name="objective">What is made small; plain cross-entropy where none is given.</param>
/// <param name="sharesBatches">Whether other processes compute the rest of each batch: then a step without a sample here is one too, as long as a callback brings theirs.</param>
/// <param name="beginValidation">How a validation takes its inputs through the network as it then is; by the model itself where none is given.</param>
/// <param name="parts">Parts a batch is computed in, one after the other; it is doubled where memory runs out.</param>
public sealed class Trainer(
    Module<Tensor, Tensor> model,
    Action enterTraining,
    optim.Optimizer optimizer,
    ILearningRateSchedule schedule,
    Func<Tensor, Tensor> forward,
    IReadOnlyList<TrainerCallback> callbacks,
    ITrainingObjective? objective = null,
    bool sharesBatches = false,
    Func<ValidationPass>? beginValidation = null,
    int parts = 1
)
{
    // A norm layer needs two samples to tell a spread.
    private const int FewestInPart = 2;

    private readonly ITrainingObjective objective = objective ?? CrossEntropy.Plain;
    private int parts = parts;

    /// <summary>Trains for <paramref name="epochs"/> epochs, each followed by a validation.</summary>
    /// <param name="train">Learnt from.</param>
    /// <param name="validation">Checked on.</param>
    /// <param name="epochs">Epochs of the whole run.</param>
    /// <param name="resumed">Where an interrupted fit stood; null begins at the beginning.</param>
    /// <param name="measureStart">Whether the network is good enough at the beginning to be kept where no epoch betters it; it then counts as epoch 0.</param>
    public TrainingState Fit(
        IBatchSource train,
        IBatchSource validation,
        int epochs,
        TrainingState? resumed = null,
        bool measureStart = false
    )
    {
        TrainingState state = resumed ?? new(epochs, (long)epochs * train.Batches);
        callbacks.Tell(c => c.OnFitStarted(state));
        if (measureStart && resumed is null)
        {
            Validate(validation, state);
            callbacks.Tell(c => c.OnStartMeasured(state));
        }

        while (state.Epoch < epochs && !state.StopRequested)
        {
            state.Epoch++;
            callbacks.Tell(c => c.OnEpochStarted(state));
            enterTraining();
            LossMeter meter = new();
            foreach (IBatch batch in train.Read(state.Epoch).Where(b => sharesBatches || b.Rows.Count > 0))
            {
                if (!Step(batch, state, meter))
                {
                    continue;
                }

                callbacks.Tell(c => c.OnStepCompleted(state));
                if (state.StopRequested)
                {
                    break;
                }
            }

            (state.TrainLoss, state.TrainAccuracy) = (meter.Loss, meter.Accuracy);
            callbacks.Tell(c => c.OnValidationStarted(state));
            Validate(validation, state);
            callbacks.Tell(c => c.OnEpochCompleted(state));
        }

        callbacks.Tell(c => c.OnFitCompleted(state));
        return state;
    }

    private void Validate(IBatchSource validation, TrainingState state)
    {
        model.eval();
        using ValidationPass pass = beginValidation?.Invoke() ?? ValidationPass.By(model.call);
        (double loss, double accuracy) = LogitsReader.Measure(pass.Forward, validation);
        state.CompleteEpoch(loss, accuracy);
    }

    /// <summary>Takes a step, or returns false where no process has a sample of the batch.</summary>
    private bool Step(IBatch batch, TrainingState state, LossMeter meter)
    {
        using DisposeScope scope = NewDisposeScope();
        schedule.Apply(++state.Step);
        MeasureShare(batch, state);
        callbacks.Tell(c => c.OnGradientsReady(state));
        if (state.StepSamples == 0)
        {
            state.Step--;
            return false;
        }

        optimizer.step();
        state.LearningRate = schedule.Rate;
        meter.Add(state.StepLoss, state.StepHits, state.StepSamples);
        return true;
    }

    /// <summary>Loss, hits and gradients of what this process has of a batch.</summary>
    private void MeasureShare(IBatch batch, TrainingState state)
    {
        (state.StepLoss, state.StepHits, state.StepWeight, state.StepSamples) = (0, 0, 0, batch.Rows.Count);
        if (batch.Rows.Count == 0)
        {
            optimizer.zero_grad();
            return;
        }

        (Tensor inputs, Tensor labels) = batch.Load();
        (state.StepLoss, state.StepHits) = ComputeGradients(inputs, labels, state);
        state.StepWeight = sharesBatches ? objective.WeightOf(labels) : batch.Rows.Count;
    }

    /// <summary>The mean loss and the hits of a batch, its gradients left in the parameters. Where memory runs out, the batch is halved and taken in parts.</summary>
    private (double Loss, long Hits) ComputeGradients(Tensor inputs, Tensor labels, TrainingState state)
    {
        while (true)
        {
            try
            {
                return Accumulate(inputs, labels, state.Step);
            }
            catch (Exception exception) when (Acceleration.IsOutOfMemory(exception) && CanHalve(labels))
            {
                parts *= 2;
                Acceleration.EmptyCache();
                callbacks.Tell(c => c.OnBatchHalved(state, parts));
            }
        }
    }

    private bool CanHalve(Tensor labels) => labels.shape[0] / (parts * 2) >= FewestInPart;

    // An epoch's last batch may be too small for all the parts.
    private long PartsOf(Tensor labels) => Math.Clamp(labels.shape[0] / FewestInPart, 1, parts);

    private (double Loss, long Hits) Accumulate(Tensor inputs, Tensor labels, long step)
    {
        optimizer.zero_grad();
        (double loss, long hits) = (0, 0);
        long count = PartsOf(labels);
        foreach ((Tensor x, Tensor y) in inputs.tensor_split(count).Zip(labels.tensor_split(count)))
        {
            using DisposeScope scope = NewDisposeScope();
            double share = (double)y.shape[0] / labels.shape[0];
            (Tensor partLoss, Tensor logits) = objective.Measure(forward, x, y, step);
            (count == 1 ? partLoss : partLoss * share).backward();
            loss += partLoss.item<float>() * share;
            hits += logits.argmax(1).eq(y).sum().item<long>();
        }

        return (loss, hits);
    }
}
