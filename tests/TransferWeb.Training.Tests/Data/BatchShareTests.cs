using TransferWeb.Core.Datasets;
using TransferWeb.Core.Metrics;
using TransferWeb.Core.Models;
using TransferWeb.Tests;
using TransferWeb.Training.Data;
using TransferWeb.Training.Data.Augmentation;
using TransferWeb.Training.Events;
using TransferWeb.Training.Tests.Support;
using TransferWeb.Vision.Backbones;
using TransferWeb.Vision.Imaging;

namespace TransferWeb.Training.Tests.Data;

public sealed class BatchShareTests : IDisposable
{
    private const int PerClass = 11;
    private const int BatchSize = 8;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(32, 2, "16 16")]
    [InlineData(9, 2, "4 5")]
    [InlineData(9, 4, "2 2 2 3")]
    [InlineData(5, 4, "2 3 0 0")]
    [InlineData(3, 2, "3 0")]
    [InlineData(1, 2, "1 0")]
    public void Of_ABatch_SharesItWithoutLeavingAnybodyOne(int batch, int size, string shares)
    {
        int[] whole = [.. Enumerable.Range(100, batch)];

        int[][] parts = [.. Enumerable.Range(0, size).Select(rank => new BatchShare(rank, size).Of(whole))];

        Assert.Equal(shares, string.Join(' ', parts.Select(part => part.Length)));
        Assert.Equal(whole, parts.SelectMany(part => part));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void PictureBatches_OfAllProcesses_AreTheWholeBatchesWithTheSameVariations(int size)
    {
        PictureBatch[] whole = [.. Batches(share: null).ReadPictures(2)];
        PictureBatch[][] shares =
        [
            .. Enumerable.Range(0, size).Select(rank => Batches(new BatchShare(rank, size)).ReadPictures(2).ToArray()),
        ];

        Assert.Equal(3, whole.Length);
        for (int i = 0; i < whole.Length; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            PictureBatch[] parts = [.. shares.Select(share => share[i]).Where(part => part.Rows.Count > 0)];
            (Tensor pictures, Tensor labels) = whole[i].Load();
            (Tensor Inputs, Tensor Labels)[] loaded = [.. parts.Select(part => part.Load())];

            Assert.Equal(whole[i].Rows, parts.SelectMany(part => part.Rows));
            Assert.Equal(whole[i].Rows.Count, whole[i].Rows.Distinct().Count());
            Assert.True(cat([.. loaded.Select(part => part.Inputs)]).allclose(pictures, atol: 1e-6));
            Assert.True(cat([.. loaded.Select(part => part.Labels)]).equal(labels).all().item<bool>());
        }
    }

    private PictureBatches Batches(BatchShare? share)
    {
        string pictures = Pictures.Write(folder.Combine("pictures"), PerClass, "blue", "red");
        Sample[] samples =
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
        ];
        BackboneManifest manifest = BackboneRegistry.Find("mlp");
        RunEvents events = new(TimeProvider.System);
        PictureCache cache = new(folder.Combine("cache"), memoryBytes: 1 << 20, fileBytes: 0);
        PicturePreparer preparer = new(pictures, ImageTransform.For(manifest, 32), cache, events);
        BatchOptions options = new(
            BatchSize,
            Seed: 5,
            Shuffle: true,
            AugmentationPreset.Of(Core.Runs.AugmentationKind.Strong),
            Keep: true,
            Share: share
        );
        TrainingData data = new(pictures, ["blue", "red"], samples);
        return new PictureBatches(data, samples, preparer, Normalisation.Of(manifest), options, CPU, CancellationToken.None);
    }
}
