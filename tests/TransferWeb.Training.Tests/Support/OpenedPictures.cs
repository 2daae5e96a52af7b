using TransferWeb.Core.Datasets;
using TransferWeb.Core.Metrics;
using TransferWeb.Core.Models;
using TransferWeb.Tests;
using TransferWeb.Training.Data;
using TransferWeb.Training.Events;
using TransferWeb.Vision.Imaging;

namespace TransferWeb.Training.Tests.Support;

/// <summary>Small generated pictures of two classes, opened for training on the CPU at 32 pixels.</summary>
internal sealed class OpenedPictures : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly PicturePreparer preparer;
    private readonly Normalisation normalisation;

    public OpenedPictures(BackboneManifest manifest, int perClass)
    {
        string pictures = Pictures.Write(folder.Combine("pictures"), perClass, "blue", "red");
        Data = new TrainingData(
            pictures,
            ["blue", "red"],
            [
                .. Directory
                    .EnumerateFiles(pictures, "*", SearchOption.AllDirectories)
                    .Order(StringComparer.Ordinal)
                    .Select(path => new Sample(
                        Path.GetRelativePath(pictures, path),
                        Path.GetFileName(Path.GetDirectoryName(path)!),
                        Split.Train,
                        "",
                        40,
                        36,
                        0
                    )),
            ]
        );
        PictureCache cache = new(folder.Combine("cache"), memoryBytes: 1 << 20, fileBytes: 0);
        preparer = new PicturePreparer(pictures, ImageTransform.For(manifest, 32), cache, new RunEvents(TimeProvider.System));
        normalisation = Normalisation.Of(manifest);
    }

    public string Folder => folder.Path;

    public TrainingData Data { get; }

    public PictureBatches Batches(BatchOptions options) =>
        new(Data, Data.Samples, preparer, normalisation, options, CPU, CancellationToken.None);

    public void Dispose()
    {
        preparer.Dispose();
        folder.Dispose();
    }
}
