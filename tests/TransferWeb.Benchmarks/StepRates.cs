using System.Diagnostics;
using TransferWeb.Core.Runs;
using TransferWeb.Torch;
using TransferWeb.Training;
using TransferWeb.Training.Devices;
using TransferWeb.Training.Evaluation;
using TransferWeb.Training.Optimization;
using TransferWeb.Vision.Backbones;

namespace TransferWeb.Benchmarks;

/// <summary>Pictures a second of a fine-tuning's two parts on tensors that are in memory already, in the precisions a run uses.</summary>
/// <param name="Training">Forward, backward and update.</param>
/// <param name="Validation">Forward alone, as validations do it.</param>
internal sealed record StepRates(double Training, double Validation)
{
    private const int Batch = 32;
    private const int Batches = 6;
    private const int Classes = 6;

    /// <summary>Seconds no epoch with these parts can go below.</summary>
    public double Floor(Contest contest) => (contest.TrainPictures / Training) + (contest.ValidationPictures / Validation);

    /// <summary>Measures both.</summary>
    public static Task<StepRates> MeasureAsync(string arch) => EngineThread.RunAsync(() => Measure(arch));

    /// <summary>The median of each rate.</summary>
    public static StepRates Median(IReadOnlyList<StepRates> measured) =>
        new(ComparisonTable.Middle(measured.Select(r => r.Training)), ComparisonTable.Middle(measured.Select(r => r.Validation)));

    private static StepRates Measure(string arch)
    {
        using Backbone model = BackboneRegistry.Create(arch, Classes);
        Acceleration.ModuleToChannelsLast(model);
        using optim.Optimizer optimizer = OptimizerFactory.Build(
            model.parameters(),
            new TrainingSpec { LearningRate = 1e-4, WeightDecay = 0.02 }
        );
        int size = model.Manifest.InputSize;
        using Tensor pictures = rand(Batch, size, size, 3).permute(0, 3, 1, 2);
        using Tensor labels = arange(Batch, dtype: ScalarType.Int64).remainder_(Classes);
        model.train();
        double training = Rate(() => Step(model, optimizer, pictures, labels));
        using IDisposable mode = no_grad();
        using ValidationPass pass = ValidationPass.Of(model);
        return new StepRates(training, Rate(() => pass.Forward(pictures).Dispose()));
    }

    private static void Step(Backbone model, optim.Optimizer optimizer, Tensor pictures, Tensor labels)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logits;
        using (Precision.ForTraining(CPU))
        {
            logits = model.call(pictures).to_type(ScalarType.Float32);
        }

        optimizer.zero_grad();
        nn.functional.cross_entropy(logits, labels).backward();
        optimizer.step();
    }

    private static double Rate(Action batch)
    {
        batch();
        long began = Stopwatch.GetTimestamp();
        for (int i = 0; i < Batches; i++)
        {
            batch();
        }

        return Batches * Batch / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
