using System.Runtime.InteropServices;
using TransferWeb.Training.Data;
using TransferWeb.Training.Events;
using TransferWeb.Vision.Backbones;

namespace TransferWeb.Training.Features;

/// <summary>Takes every picture once through a frozen copy of the backbone.</summary>
public static class FeatureExtractor
{
    /// <summary>Computes the features of a source's pictures; pictures that cannot be decoded get no row.</summary>
    /// <param name="model">The backbone; it is copied, not changed.</param>
    /// <param name="source">Unshuffled batches.</param>
    /// <param name="precision">What to compute with; features are kept as float32 either way.</param>
    /// <param name="way">How the batches are shared out among threads.</param>
    /// <param name="folder">Where a large table takes its space.</param>
    /// <param name="progress">Told about each batch.</param>
    /// <param name="cancellation">Looked at after each batch.</param>
    public static FeatureTable Extract(
        Backbone model,
        PictureBatches source,
        ScalarType precision,
        ExtractionWay way,
        string folder,
        PhaseProgress progress,
        CancellationToken cancellation
    )
    {
        FeatureTable table = new(source.Samples, model.Manifest.FeatureDimensions, folder);
        using Backbone frozen = model.FrozenCopy(precision);
        if (way.SideBySide)
        {
            source.ReadSideBySide(1, Take);
            return table;
        }

        using IDisposable mode = inference_mode();
        foreach (PictureBatch batch in source.ReadPictures(1))
        {
            Take(batch);
        }

        return table;

        void Take(PictureBatch batch)
        {
            cancellation.ThrowIfCancellationRequested();
            if (batch.Rows.Count > 0)
            {
                using DisposeScope scope = NewDisposeScope();
                Tensor features = frozen.ForwardFeatures(batch.LoadPictures(precision));
                Tensor plain = features.to_type(ScalarType.Float32).cpu().contiguous();
                table.Set(batch.Rows, MemoryMarshal.Cast<byte, float>(plain.bytes));
            }

            progress.Advance(batch.Asked);
        }
    }
}
