using TransferWeb.Core.Runs;
using TransferWeb.Training.Data;
using TransferWeb.Training.Devices;
using TransferWeb.Training.Events;
using TransferWeb.Training.Features;

namespace TransferWeb.Training.Fits;

/// <summary>The features of a run's pictures as its frozen backbone sees them: found in the store, or computed and kept there.</summary>
internal static class FrozenFeatures
{
    /// <summary>A table whose rows are the run's pictures, in their order.</summary>
    public static FeatureTable Of(RunContext run) => run.Features ??= FindOrExtract(run);

    private static FeatureTable FindOrExtract(RunContext run)
    {
        ScalarType precision = Precision.ForFrozen(run.Device);
        FeatureKey key = new(
            run.Model.Manifest.Name,
            run.WeightsSha256 ?? throw new InvalidOperationException("Features need pretrained weights."),
            run.InputSize,
            run.Transform.ResizeSize,
            $"{precision}/{run.Device.type}"
        );
        string name = key.NameFor(run.Data.Samples);
        if (run.Services.Features?.Find(name) is { } kept)
        {
            run.Services.Events.Note(
                "The features of these pictures were there from an earlier run; they were not computed again."
            );
            return kept;
        }

        FeatureTable table = Extract(run, precision);
        Keep(run, name, table);
        return table;
    }

    /// <summary>Keeps the table for later runs. They can compute it again, so that what the disk refuses must not end this one.</summary>
    private static void Keep(RunContext run, string name, FeatureTable table)
    {
        try
        {
            run.Services.Features?.Keep(name, table);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            run.Services.Events.Note(
                $"The features of the pictures were not kept for later runs, which will compute them again. {exception.Message} This run goes on."
            );
        }
    }

    private static FeatureTable Extract(RunContext run, ScalarType precision)
    {
        run.Services.Events.Emit(new PhaseStarted(RunPhase.ExtractFeatures));
        PhaseProgress progress = new(run.Services.Events, RunPhase.ExtractFeatures, run.Data.Samples.Count, run.Services.Time);
        ExtractionWay way = ExtractionWay.For(run.Model, run.Device);
        BatchOptions options = new(way.BatchSize, run.Spec.Training.Seed, Shuffle: false, Vary: null, Keep: false);
        PictureBatches batches = run.Batches(run.Data, run.Data.Samples, options);
        return FeatureExtractor.Extract(run.Model, batches, precision, way, run.Folder, progress, run.Cancellation);
    }
}
