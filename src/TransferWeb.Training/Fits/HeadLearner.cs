using TorchSharp.Modules;
using TransferWeb.Core.Metrics;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Callbacks;
using TransferWeb.Training.Data;
using TransferWeb.Training.Devices;
using TransferWeb.Training.Features;
using TransferWeb.Training.Optimization;
using static TorchSharp.torch.nn;

namespace TransferWeb.Training.Fits;

/// <summary>
/// Trains a linear head on features. It learns on scaled ones; for the network's own head, which takes plain ones, the scaling is folded
/// into its weights.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="table">Features, a row for each of the run's pictures.</param>
internal sealed class HeadLearner(RunContext run, FeatureTable table)
{
    /// <summary>Trains.</summary>
    /// <param name="training">Epochs, rate and decay filled in.</param>
    /// <param name="callbacks">Makes the callbacks; given what reads the head as the network's own.</param>
    /// <returns>How it went, and the head after the last epoch, in the current dispose scope.</returns>
    public (TrainingState State, Dictionary<string, Tensor> Head) Fit(
        TrainingSpec training,
        Func<Func<IReadOnlyDictionary<string, Tensor>>, IReadOnlyList<TrainerCallback>> callbacks
    )
    {
        int[] trainRows = Rows(Split.Train);
        FeatureScaling scaling = FeatureScaling.Measure(table, trainRows);
        using FeatureBatches train = Batches(trainRows, scaling, training.BatchSize, training.Seed);
        using FeatureBatches validation = Batches(Rows(Split.Validation), scaling, table.Rows, shuffleSeed: null);
        manual_seed(training.Seed);
        using Linear head = Linear(table.Dimensions, run.Data.Classes.Count).to(run.Device);
        using optim.Optimizer optimizer = OptimizerFactory.Build(head.parameters(), training);
        int epochs = training.Epochs ?? throw new ArgumentException("The epochs are not filled in.", nameof(training));
        WarmupCosine schedule = new(optimizer, (long)epochs * train.Batches, training.WarmupShare);
        IReadOnlyList<TrainerCallback> told = callbacks(() => Folded(head, scaling));
        Trainer trainer = new(head, () => head.train(), optimizer, schedule, Precision.Full, told);
        return (trainer.Fit(train, validation, epochs), Folded(head, scaling));
    }

    /// <summary>The rows of a split's pictures that could be decoded.</summary>
    public int[] Rows(Split split) =>
        [.. Enumerable.Range(0, table.Rows).Where(row => table.Has(row) && run.Data.Samples[row].Split == split)];

    private FeatureBatches Batches(int[] rows, FeatureScaling scaling, int batchSize, long? shuffleSeed)
    {
        long[] labels = [.. rows.Select(row => (long)run.Data.LabelOf(run.Data.Samples[row]))];
        Tensor features = tensor(scaling.Apply(table, rows), [rows.Length, table.Dimensions], device: run.Device);
        return new FeatureBatches(features, tensor(labels, device: run.Device), batchSize, shuffleSeed);
    }

    private Dictionary<string, Tensor> Folded(Linear head, FeatureScaling scaling)
    {
        (Tensor weight, Tensor bias) = scaling.FoldInto(head.weight, head.bias!);
        string name = run.Model.Manifest.ClassifierName;
        long[] shape = run.Model.state_dict()[$"{name}.weight"].shape;
        return new() { [$"{name}.weight"] = weight.reshape(shape), [$"{name}.bias"] = bias };
    }
}
