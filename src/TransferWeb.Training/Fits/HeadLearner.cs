using System.Globalization;
using TransferWeb.Core.Metrics;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Callbacks;
using TransferWeb.Training.Features;
using TransferWeb.Training.Solving;

namespace TransferWeb.Training.Fits;

/// <summary>
/// Solves for the linear head that suits the features best, so that there is no learning rate to get wrong. It solves on scaled features; for the network's
/// own head, which takes plain ones, the scaling is folded into the weights.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="table">Features, a row for each of the run's pictures.</param>
internal sealed class HeadLearner(RunContext run, FeatureTable table)
{
    /// <summary>Solves.</summary>
    /// <param name="training">Its epochs are the iterations allowed; rate and decay are of no use here.</param>
    /// <param name="callbacks">Told of each iteration as of an epoch of one step.</param>
    /// <returns>How it went, and the head by the network's state-dict names, in the current dispose scope.</returns>
    /// <exception cref="RunFailedException">The features are no numbers.</exception>
    public (TrainingState State, Dictionary<string, Tensor> Head) Fit(
        TrainingSpec training,
        IReadOnlyList<TrainerCallback> callbacks
    )
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = no_grad();
        int iterations = training.Epochs ?? throw new ArgumentException("The epochs are not filled in.", nameof(training));
        FeatureScaling scaling = FeatureScaling.Measure(table, Rows(Split.Train));
        if (!double.IsFinite(scaling.Scale))
        {
            throw new RunFailedException(
                RunFailure.Diverged,
                "What the pretrained network makes of these pictures left the range of numbers, so no head can be fitted to it. The weights are damaged, or of another network: choose other ones."
            );
        }

        int[] rows = Rows(Split.Train);
        using IFeatureParts features = Open(rows, scaling);
        Tensor labels = Labels(rows);
        int[] heldRows = Rows(Split.Validation);
        using IFeatureParts heldFeatures = Open(heldRows, scaling);
        Tensor heldLabels = Labels(heldRows);
        int classes = run.Data.Classes.Count;
        LabelTargets asked = TrainingMethods.Targets(run.Spec.Training, labels, classes);
        using RidgeClassifier classifier = new(features, labels, classes, asked);
        RidgeChoice choice = ChooseRidge(rows, scaling, classes, training.Seed, asked);

        TrainingState state = new(iterations, iterations);
        callbacks.Tell(c => c.OnFitStarted(state));
        LbfgsResult result = classifier.Solve(
            choice.Strength,
            classifier.Start(),
            iterations,
            (iteration, weights, _) =>
            {
                (state.Epoch, state.Step, state.StepSamples) = (iteration, iteration, features.Rows);
                (state.TrainLoss, state.TrainAccuracy) = RidgeClassifier.Measure(weights, features, labels);
                state.StepLoss = state.TrainLoss;
                callbacks.Tell(c => c.OnStepCompleted(state));
                (double loss, double accuracy) = RidgeClassifier.Measure(weights, heldFeatures, heldLabels);
                state.CompleteBetterEpoch(loss, accuracy);
                callbacks.Tell(c => c.OnEpochCompleted(state));
            }
        );
        run.Services.Events.Note(Describe(choice, result));
        Dictionary<string, Tensor> head = Folded(result.Point, scaling);
        scope.MoveToOuter(head.Values);
        return (state, head);
    }

    /// <summary>Puts a head that was solved for into the run's network.</summary>
    /// <param name="head">By the network's state-dict names.</param>
    public void Put(IReadOnlyDictionary<string, Tensor> head)
    {
        Dictionary<string, Tensor> state = run.Model.state_dict();
        using IDisposable mode = no_grad();
        foreach ((string name, Tensor tensor) in head)
        {
            state[name].copy_(tensor);
        }
    }

    /// <summary>The rows of a split's pictures that could be decoded.</summary>
    public int[] Rows(Split split) =>
        [.. Enumerable.Range(0, table.Rows).Where(row => table.Has(row) && run.Data.Samples[row].Split == split)];

    /// <summary>What lies in memory anyway is scaled once; what lies in a file is read and scaled each time.</summary>
    private IFeatureParts Open(int[] rows, FeatureScaling scaling)
    {
        if (table.Bytes > FeatureTable.MostInMemory)
        {
            return new ScaledFeatures(table, scaling, rows, run.Device);
        }

        using Tensor features = ScaledFeatures.Load(table, scaling, rows, run.Device);
        return new WholeFeatures(features);
    }

    private RidgeChoice ChooseRidge(int[] rows, FeatureScaling scaling, int classes, long seed, LabelTargets asked)
    {
        using DisposeScope scope = NewDisposeScope();
        int[] sample = Array.ConvertAll(RidgeSearch.Sample(rows.Length, seed), place => rows[place]);
        Tensor features = ScaledFeatures.Load(table, scaling, sample, run.Device);
        return RidgeSearch.Choose(features, Labels(sample), classes, run.Cancellation, asked);
    }

    private Tensor Labels(int[] rows) =>
        tensor(Array.ConvertAll(rows, row => (long)run.Data.LabelOf(run.Data.Samples[row])), device: run.Device);

    private Dictionary<string, Tensor> Folded(Tensor weights, FeatureScaling scaling)
    {
        Tensor plain = weights.narrow(1, 0, table.Dimensions);
        (Tensor weight, Tensor bias) = scaling.FoldInto(plain, weights.select(1, table.Dimensions));
        string name = run.Model.Manifest.ClassifierName;
        long[] shape = run.Model.state_dict()[$"{name}.weight"].shape;
        return new() { [$"{name}.weight"] = weight.reshape(shape), [$"{name}.bias"] = bias };
    }

    private static string Describe(RidgeChoice choice, LbfgsResult result)
    {
        string ridge =
            choice.Folds == 0
                ? "of the usual strength, as there are too few pictures to choose one"
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"of the strength {choice.Strength:G3} that did best in {choice.Folds}-fold cross-validation"
                );
        string end = result.Converged
            ? "It is the best head there is for it; more rounds change nothing."
            : "The rounds allowed ended before it was found; more may help.";
        return $"The head was solved for in {result.Iterations} rounds, with a ridge {ridge}. {end}";
    }
}
