using TorchSharp.Modules;
using TransferWeb.Core.Datasets;
using TransferWeb.Core.Metrics;
using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Callbacks;
using TransferWeb.Training.Checkpoints;
using TransferWeb.Training.Data;
using TransferWeb.Training.Data.Augmentation;
using TransferWeb.Training.Devices;
using TransferWeb.Training.Evaluation;
using TransferWeb.Training.Events;
using TransferWeb.Training.Freezing;
using TransferWeb.Training.Optimization;
using TransferWeb.Training.Ranks;

namespace TransferWeb.Training.Fits;

/// <summary>Trains the network itself, or some of its stages, on pictures: every strategy but HeadOnly, and training from scratch.</summary>
public sealed class NetworkFit : IFit
{
    private readonly RunContext run;
    private readonly FreezePlan plan;
    private TrainingData data;
    private TrainingPass? pass;
    private FitMaps? maps;

    /// <summary>Freezes what the run's policy says.</summary>
    public NetworkFit(RunContext run)
    {
        this.run = run;
        plan = FreezePlan.Apply(run.Model, run.Spec.Freezing);
        run.Model.HeadDropout = run.Spec.Training.Dropout ?? run.Model.HeadDropout;
        data = run.Data;
    }

    /// <inheritdoc/>
    public long TrainableParameters => run.Model.parameters().Where(p => p.requires_grad).Sum(p => p.numel());

    /// <inheritdoc/>
    public TrainingData Prepare()
    {
        PhaseProgress progress = new(run.Services.Events, RunPhase.OpenDataset, data.Samples.Count, run.Services.Time);
        ParallelOptions options = new()
        {
            CancellationToken = run.Cancellation,
            MaxDegreeOfParallelism = Environment.ProcessorCount,
        };
        Parallel.ForEach(
            data.Samples,
            options,
            sample =>
            {
                run.Preparer.Preload(sample, vary: sample.Split == Split.Train && Variation is not null);
                progress.Advance();
            }
        );
        data = DatasetRules.Drop(data, run.Preparer.LeftOut);
        if (BeginsWithTrainedHead && run.GoesOnAfter is null)
        {
            TrainedHead.PutInto(run);
        }

        pass = PreparePass();
        maps = FitMaps.Compute(run, data, plan, pass);
        return data;
    }

    private TrainingPass Pass => pass ?? throw new InvalidOperationException("The pictures were not prepared.");

    private AugmentationPreset? Variation => FitSources.Variation(run);

    private bool BeginsWithTrainedHead => run.Spec is { Start: WeightStart.Pretrained, Freezing.StartsFromTrainedHead: true };

    /// <inheritdoc/>
    public TrainingState Fit()
    {
        using DisposeScope scope = NewDisposeScope();
        ITrainingObjective objective = TrainingMethods.Objective(run, data);
        FindRate(objective);
        string fingerprint = RunFingerprint.Of(run.Spec, data, run.WeightsSha256);
        using RankSession? session = RankSession.Begin(run, data, fingerprint);
        TrainingState state = session is null
            ? Train(objective, fingerprint, ranks: null)
            : session.Watch(() =>
            {
                session.Group.CopyFromFirst(run.Model.state_dict().Values);
                return Train(objective, fingerprint, session.Group);
            });
        FitCallbacks.RestoreBest(run);
        return state;
    }

    /// <summary>Takes a share of each step of a run that another process leads.</summary>
    /// <param name="ranks">The processes.</param>
    /// <param name="fingerprint">Of the run, as the first process has it.</param>
    public void TakePart(RankGroup ranks, string fingerprint)
    {
        using DisposeScope scope = NewDisposeScope();
        ranks.CopyFromFirst(run.Model.state_dict().Values);
        pass = PreparePass();
        Train(TrainingMethods.Objective(run, data), fingerprint, ranks);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        pass?.Dispose();
        maps?.Dispose();
    }

    private TrainingPass PreparePass() =>
        TrainingPass.For(
            run.Model,
            plan,
            run.Spec.Freezing is GradualPolicy ? run.Model.Stages.Count - 1 : plan.LeadingStill,
            run.Device,
            FitSources.Pictures(run, data, Split.Validation).ReadPictures(1).FirstOrDefault(),
            run.Services.Events
        );

    private TrainingState Train(ITrainingObjective objective, string fingerprint, RankGroup? ranks)
    {
        using IDisposable threads = EngineShare.Take(run.Device, ranks?.Size ?? 1);
        TrainingSpec training = run.Spec.Training;
        FitSources sources = FitSources.Open(run, data, Pass, maps, ranks);
        manual_seed(training.Seed);
        using OptimizerHelper optimizer = OptimizerFactory.Build(RateGroups.Of(run.Model, plan, training), training);
        using WeightAverage? average = training.EmaDecay > 0 ? new WeightAverage(plan.ChangingTensors, training.EmaDecay) : null;
        int epochs = training.Epochs ?? throw new InvalidOperationException("The epochs are not filled in.");
        long steps = (long)epochs * sources.Train.Batches;
        TrainerCallback[] methods = [.. TrainingMethods.Callbacks(run, plan, average, ranks)];
        TrainerCallback[] rules = [.. FitCallbacks.Stopping(run)];
        ResumePoint resume = new(
            Path.Combine(run.Folder, RunFiles.LastCheckpoint),
            plan.ChangingTensors,
            optimizer,
            [.. methods.Concat(rules).OfType<IResumable>()],
            run.Device,
            fingerprint
        );
        using ModelCheckpoint checkpoint = new(run.Folder, plan.ChangingTensors, resume, run.Write, run.Services.Time);
        Trainer trainer = new(
            run.Model,
            plan.EnterTraining,
            optimizer,
            new WarmupCosine(optimizer, steps, training.WarmupShare),
            sources.Forward,
            ranks is null or { IsFirst: true }
                ? FitCallbacks.For(run, checkpoint, ranks, methods, rules)
                : FitCallbacks.ForOther(run, ranks, methods),
            objective,
            sharesBatches: ranks is not null,
            sources.BeginValidation,
            Math.Clamp(run.Services.BatchParts, 1, Math.Max(1, training.BatchSize / 2))
        );
        TrainingState? before = GoOn(resume, epochs, steps);
        return trainer.Fit(sources.Train, sources.Validation, epochs, before, measureStart: BeginsWithTrainedHead);
    }

    private TrainingState? GoOn(ResumePoint resume, int epochs, long steps)
    {
        TrainingState? before = run.GoesOnAfter is not null ? resume.Restore(epochs, steps) : null;
        if (before is not null)
        {
            run.Services.Events.Note($"The run goes on after epoch {before.Epoch} of {epochs}, where it was interrupted.");
        }

        return before;
    }

    /// <inheritdoc/>
    public IReadOnlyList<(Sample Sample, double[] Probabilities)> Predict(Split split)
    {
        IReadOnlyList<Sample> samples = data.Of(split);
        using ValidationPass pass = ValidationPass.Of(run.Model);
        List<(Sample, double[])> said = new(samples.Count);
        foreach (PictureBatch batch in FitSources.Pictures(run, data, split).ReadPictures(1).Where(b => b.Rows.Count > 0))
        {
            run.Cancellation.ThrowIfCancellationRequested();
            using Tensor inputs = batch.LoadPictures(ScalarType.Float32);
            double[][] probabilities = LogitsReader.Probabilities(pass.Forward, inputs);
            said.AddRange(batch.Rows.Zip(probabilities, (row, p) => (samples[row], p)));
        }

        return said;
    }

    private void FindRate(ITrainingObjective objective)
    {
        RunSpec spec = run.Spec;
        if (!spec.Training.FindLearningRate)
        {
            return;
        }

        double rate = RateFinder.Find(
            run,
            plan,
            Pass,
            FitSources.Pictures(run, data, Split.Train, shuffle: true, Variation),
            objective
        );
        run.Settle(
            spec with
            {
                Training = spec.Training with { LearningRate = rate, FindLearningRate = false },
            },
            FormattableString.Invariant($"A range test over rising learning rates proposed {rate}; it is used as the peak.")
        );
    }
}
