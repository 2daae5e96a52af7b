using TransferWeb.Core.Metrics;
using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;
using TransferWeb.Torch;
using TransferWeb.Training.Data;
using TransferWeb.Training.Devices;
using TransferWeb.Training.Evaluation;
using TransferWeb.Training.Export;
using TransferWeb.Training.Fits;
using TransferWeb.Training.ModelCards;
using TransferWeb.Training.Planning;
using TransferWeb.Training.Weights;
using TransferWeb.Vision.Backbones;

namespace TransferWeb.Training;

/// <summary>Carries out one run, step by step, on the engine's thread. Every file it leaves in the run's folder is named in <see cref="RunFiles"/>.</summary>
/// <param name="asked">What is to be done.</param>
/// <param name="folder">The run's folder.</param>
/// <param name="services">What comes from outside.</param>
/// <param name="cancellation">Asks for a stop.</param>
/// <param name="resume">Goes on with an interrupted run in the same folder.</param>
public sealed class TrainingPipeline(
    RunSpec asked,
    string folder,
    PipelineServices services,
    CancellationToken cancellation,
    bool resume = false
)
{
    private readonly RunSpec asked = resume ? RunFolder.Decided(folder, asked) : asked;
    private readonly long began = services.Time.GetTimestamp();

    /// <summary>Runs all steps; the result was also told to the events.</summary>
    /// <exception cref="RunFailedException">It cannot be carried out; the sentence says why.</exception>
    /// <exception cref="OperationCanceledException">A stop was asked for.</exception>
    public RunCompleted Run()
    {
        if (resume)
        {
            RunFolder.RemoveUnfinished(folder);
        }

        RunSpec spec = FillSpec();
        DatasetOpener.RequireFolder(spec.Data);
        Begin(RunPhase.PrepareWeights);
        PreparedWeights? weights = services.Weights.Prepare(spec, new DownloadTeller(services), cancellation);
        Begin(RunPhase.OpenDataset);
        TrainingData opened = new DatasetOpener(services.Events, services.Time).Open(spec.Data, spec.Training.Seed, cancellation);
        Begin(RunPhase.BuildModel);
        Device device = DeviceChoice.Resolve(spec.Device);
        CudaSettings.Apply(device);
        using Backbone model = BuildModel(spec, weights, opened, device);
        using RunContext run = new(spec, folder, model, weights?.Sha256, opened, device, services, cancellation, resume);
        if (spec.Freezing is AutoPolicy)
        {
            AutoPlanner.Decide(run, asked, () => services.Time.GetElapsedTime(began).TotalSeconds);
            spec = run.Spec;
        }

        bool headOnly = spec.Freezing is HeadOnlyPolicy;
        if (headOnly && RunDevices.Of(spec.Device).Count > 1)
        {
            services.Events.Note(
                $"The head is solved for on features that are computed once, which one device does: {device}. The others are not needed."
            );
        }

        using IFit fit = headOnly ? new HeadFit(run) : new NetworkFit(run);
        services.Events.Emit(Started(run, fit, headOnly ? device.ToString() : Named(spec, device)));
        TrainingData data = fit.Prepare();
        Begin(RunPhase.Fit);
        TrainingState state = fit.Fit();
        Begin(RunPhase.Evaluate);
        EvaluationReport report = Evaluate(fit, data);
        Begin(RunPhase.Export);
        run.Write(() => ModelExporter.Export(run, data, report, services.Time));
        WriteModelCard(run, data, report, state);
        return Complete(data, report, state);
    }

    private void Begin(RunPhase phase)
    {
        cancellation.ThrowIfCancellationRequested();
        services.Events.Emit(new PhaseStarted(phase));
    }

    private RunSpec FillSpec()
    {
        IReadOnlyList<RunSpecError> errors = RunSpecValidator.Validate(asked);
        if (errors.Count > 0)
        {
            throw new RunFailedException(RunFailure.InvalidSpec, string.Join(" ", errors.Select(e => e.Message)));
        }

        RunSpec spec = TrainingDefaults.Fill(asked, BackboneRegistry.Find(asked.Backbone));

        // What is still to be chosen by measuring stays open in the document, for a run that is cut off before.
        RunFolder.WriteSpec(folder, asked.Freezing is AutoPolicy ? asked : spec);
        return spec;
    }

    private static Backbone BuildModel(RunSpec spec, PreparedWeights? weights, TrainingData data, Device device)
    {
        manual_seed(spec.Training.Seed);
        Backbone model = BackboneRegistry.Create(spec.Backbone, data.Classes.Count);
        try
        {
            if (weights is not null)
            {
                weights.LoadInto(model);
                manual_seed(spec.Training.Seed);
                model.ResetClassifier(data.Classes.Count);
            }

            model.to(device);
            Acceleration.ModuleToChannelsLast(model);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>The devices as they are told: several by their names, one by what was chosen.</summary>
    private static string Named(RunSpec spec, Device device) =>
        RunDevices.Of(spec.Device) is { Count: > 1 } several ? string.Join(", ", several) : device.ToString();

    private static RunStarted Started(RunContext run, IFit fit, string device)
    {
        int train = run.Data.Of(Split.Train).Count;
        int epochs = run.Spec.Training.Epochs ?? 0;
        return new RunStarted(
            device,
            run.Spec.Backbone,
            run.Data.Classes,
            train,
            run.Data.Of(Split.Validation).Count,
            run.Data.Of(Split.Test).Count,
            epochs,
            (long)epochs * EpochOrder.CountBatches(train, run.Spec.Training.BatchSize),
            fit.TrainableParameters,
            run.Model.parameters().Sum(p => p.numel())
        )
        {
            CompletedEpochs = run.GoesOnAfter?.Epoch ?? 0,
            CompletedSteps = run.GoesOnAfter?.Step ?? 0,
        };
    }

    private static EvaluationReport Evaluate(IFit fit, TrainingData data)
    {
        Split split = data.Of(Split.Test).Count > 0 ? Split.Test : Split.Validation;
        return EvaluationBuilder.Build(
            split,
            data.Classes,
            [.. fit.Predict(split).Select(p => (p.Sample.Path, data.LabelOf(p.Sample), (IReadOnlyList<double>)p.Probabilities))],
            [.. data.Of(Split.Train).Select(data.LabelOf)]
        );
    }

    private void WriteModelCard(RunContext run, TrainingData data, EvaluationReport report, TrainingState state)
    {
        CardFacts facts = new(
            run.Spec,
            run.Model.Manifest,
            run.WeightsSha256,
            data,
            report,
            state.BestAccuracy,
            state.BestEpoch,
            services.Time.GetElapsedTime(began).TotalSeconds,
            services.Time.GetUtcNow(),
            state.StopReason
        );
        RunFolder.WriteText(Path.Combine(folder, RunFiles.ModelCard), ModelCardWriter.Write(facts));
    }

    private RunCompleted Complete(TrainingData data, EvaluationReport report, TrainingState state)
    {
        RunCompleted completed = new(
            report.AccuracyTop1,
            report.Split,
            data.Of(Split.Train).Count,
            data.Of(Split.Validation).Count,
            data.Of(Split.Test).Count,
            state.BestAccuracy,
            report.F1Macro,
            state.BestEpoch,
            Math.Round(services.Time.GetElapsedTime(began).TotalSeconds, 3),
            Path.GetFullPath(folder)
        );
        services.Events.Emit(completed);
        return completed;
    }
}
