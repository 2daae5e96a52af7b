using TransferWeb.Core.Datasets;
using TransferWeb.Core.Metrics;
using TransferWeb.Core.Models;
using TransferWeb.Training.Callbacks;
using TransferWeb.Training.Checkpoints;
using TransferWeb.Training.Data;
using TransferWeb.Training.Evaluation;
using TransferWeb.Training.Features;

namespace TransferWeb.Training.Fits;

/// <summary>Trains a new head on features that are computed once, or found in the store: the strategy HeadOnly.</summary>
public sealed class HeadFit(RunContext run) : IFit
{
    private const int RowsAtOnce = 1024;

    private FeatureTable? table;

    /// <inheritdoc/>
    public long TrainableParameters => run.Model.HeadParameters().Sum(p => p.numel());

    private FeatureTable Table => table ?? throw new InvalidOperationException("The features were not prepared.");

    private HeadLearner Learner => new(run, Table);

    /// <inheritdoc/>
    public TrainingData Prepare()
    {
        table = FrozenFeatures.Of(run);
        HashSet<string> damaged = [.. run.Data.Samples.Where((_, row) => !Table.Has(row)).Select(s => s.Path)];
        return DatasetRules.Drop(run.Data, damaged);
    }

    /// <inheritdoc/>
    public TrainingState Fit()
    {
        using DisposeScope scope = NewDisposeScope();

        // A solver is done when it is done; rules that end a training early have nothing to say here.
        IReadOnlyList<TrainerCallback> callbacks = FitCallbacks.For(run, checkpoint: null, ranks: null, methods: [], rules: []);
        (TrainingState state, Dictionary<string, Tensor> head) = Learner.Fit(run.Spec.Training, callbacks);
        string path = Path.Combine(run.Folder, RunFiles.BestCheckpoint);
        CheckpointFile.Write(path, head, new CheckpointPosition(state.Epoch, state.Step, state.ValidationAccuracy));
        Learner.Put(head);
        return state;
    }

    /// <summary>Leaves the features to the run, whose they are.</summary>
    public void Dispose() { }

    /// <inheritdoc/>
    public IReadOnlyList<(Sample Sample, double[] Probabilities)> Predict(Split split)
    {
        run.Model.eval();
        List<(Sample, double[])> said = [];
        foreach (int[] rows in Learner.Rows(split).Chunk(RowsAtOnce))
        {
            float[] features = new float[rows.Length * Table.Dimensions];
            Table.Read(rows, features);
            using Tensor inputs = tensor(features, [rows.Length, Table.Dimensions], device: run.Device);
            double[][] probabilities = LogitsReader.Probabilities(run.Model.ForwardHead, inputs);
            said.AddRange(rows.Zip(probabilities, (row, p) => (run.Data.Samples[row], p)));
        }

        return said;
    }
}
