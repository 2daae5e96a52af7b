using TorchSharp.Modules;
using TransferWeb.Core.Metrics;
using TransferWeb.Core.Runs;
using TransferWeb.Torch;
using TransferWeb.Training.Data;
using TransferWeb.Training.Data.Augmentation;
using TransferWeb.Training.Devices;
using TransferWeb.Vision.Backbones;
using static TorchSharp.torch.nn;

namespace TransferWeb.Training.Planning;

/// <summary>What a few batches through the whole network show.</summary>
/// <param name="Gradients">For each stage from the input on, the norm of its gradient over the norm of its weights; the mean over the batches.</param>
/// <param name="ForwardSeconds">Loading, varying and forward pass of one picture.</param>
/// <param name="BackwardSeconds">Backward pass of one picture.</param>
public sealed record ProbeResult(IReadOnlyList<StageRate> Gradients, double ForwardSeconds, double BackwardSeconds);

/// <summary>Takes a few batches of varied training pictures forwards and backwards and changes nothing in the network.</summary>
internal static class GradientProbe
{
    private const int MeasuredBatches = 4;

    /// <summary>Measures; the network's head should be trained.</summary>
    public static ProbeResult Measure(RunContext run)
    {
        TrainingSpec training = run.Spec.Training;
        BatchOptions options = new(
            training.BatchSize,
            training.Seed,
            Shuffle: true,
            AugmentationPreset.Of(training.Augmentation),
            Keep: true
        );
        foreach (Parameter parameter in run.Model.parameters())
        {
            parameter.requires_grad = true;
        }

        run.Model.eval();
        Tally tally = new(run.Model.Stages.Count);
        IEnumerable<PictureBatch> batches = run.Batches(run.Data, run.Data.Of(Split.Train), options).ReadPictures(1);
        bool warm = false;
        foreach (PictureBatch batch in batches.Where(b => b.Rows.Count > 0).Take(MeasuredBatches + 1))
        {
            run.Cancellation.ThrowIfCancellationRequested();

            // The first pass builds plans and fills pools; its time says nothing.
            One(run, batch, warm ? tally : new Tally(run.Model.Stages.Count));
            warm = true;
            if (tally.Batches == 0 && batch.Asked >= run.Data.Of(Split.Train).Count)
            {
                One(run, batch, tally);
            }
        }

        run.Model.zero_grad();
        return tally.Result(run.Model.Stages);
    }

    private static void One(RunContext run, PictureBatch batch, Tally tally)
    {
        using DisposeScope scope = NewDisposeScope();
        run.Model.zero_grad();
        Acceleration.Synchronize(run.Device);
        long began = run.Services.Time.GetTimestamp();
        (Tensor inputs, Tensor labels) = batch.Load();
        Tensor loss = Loss(run, inputs, labels);
        Acceleration.Synchronize(run.Device);
        long between = run.Services.Time.GetTimestamp();
        loss.backward();
        Acceleration.Synchronize(run.Device);
        double backward = run.Services.Time.GetElapsedTime(between).TotalSeconds;
        double forward = run.Services.Time.GetElapsedTime(began, between).TotalSeconds;
        tally.Add(batch.Rows.Count, forward, backward, RelativeGradients.Of(run.Model));
    }

    private static Tensor Loss(RunContext run, Tensor inputs, Tensor labels)
    {
        using IDisposable mode = Precision.ForTraining(run.Device);
        return functional.cross_entropy(run.Model.call(inputs).to_type(ScalarType.Float32), labels);
    }

    private sealed class Tally(int stages)
    {
        private readonly double[] norms = new double[stages];
        private double forward;
        private double backward;
        private int pictures;

        public int Batches { get; private set; }

        public void Add(int count, double forwardSeconds, double backwardSeconds, IReadOnlyList<double> batchNorms)
        {
            forward += forwardSeconds;
            backward += backwardSeconds;
            pictures += count;
            Batches++;
            for (int i = 0; i < norms.Length; i++)
            {
                norms[i] += batchNorms[i];
            }
        }

        public ProbeResult Result(IReadOnlyList<Stage> names) =>
            new(
                [.. names.Zip(norms, (stage, norm) => new StageRate(stage.Name, norm / Math.Max(1, Batches)))],
                forward / Math.Max(1, pictures),
                backward / Math.Max(1, pictures)
            );
    }
}
