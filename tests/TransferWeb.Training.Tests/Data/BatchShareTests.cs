using TransferWeb.Training.Data;
using TransferWeb.Training.Data.Augmentation;
using TransferWeb.Training.Tests.Support;
using TransferWeb.Vision.Backbones;

namespace TransferWeb.Training.Tests.Data;

public sealed class BatchShareTests : IDisposable
{
    private const int PerClass = 11;
    private const int BatchSize = 8;

    private readonly OpenedPictures pictures = new(BackboneRegistry.Find("mlp"), PerClass);

    public void Dispose() => pictures.Dispose();

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
        using DisposeScope scope = NewDisposeScope();
        Loaded[] whole = Load(share: null);
        Loaded[][] shares = [.. Enumerable.Range(0, size).Select(rank => Load(new BatchShare(rank, size)))];

        Assert.Equal(3, whole.Length);
        for (int i = 0; i < whole.Length; i++)
        {
            Loaded[] parts = [.. shares.Select(share => share[i]).Where(part => part.Rows.Count > 0)];

            Assert.Equal(whole[i].Rows, parts.SelectMany(part => part.Rows));
            Assert.Equal(whole[i].Rows.Count, whole[i].Rows.Distinct().Count());
            Assert.True(cat([.. parts.Select(part => part.Pictures)]).allclose(whole[i].Pictures, atol: 1e-6));
            Assert.True(cat([.. parts.Select(part => part.Labels)]).equal(whole[i].Labels).all().item<bool>());
        }
    }

    [Fact]
    public void PictureBatch_AfterTheNextIsAskedFor_SaysThatItsPicturesAreGone()
    {
        using DisposeScope scope = NewDisposeScope();
        PictureBatch? before = null;
        int refused = 0;
        foreach (PictureBatch batch in Batches(share: null).ReadPictures(1))
        {
            Assert.Equal(batch.Rows.Count, batch.LoadPictures(ScalarType.Float32).shape[0]);
            refused += before is null || Assert.Throws<InvalidOperationException>(() => before.Load()) is null ? 0 : 1;
            before = batch;
        }

        Assert.Equal(2, refused);
    }

    private Loaded[] Load(BatchShare? share) =>
        [
            .. Batches(share)
                .ReadPictures(2)
                .Select(batch =>
                {
                    (Tensor pictures, Tensor labels) = batch.Load();
                    return new Loaded(batch.Rows, pictures, labels);
                }),
        ];

    private sealed record Loaded(IReadOnlyList<int> Rows, Tensor Pictures, Tensor Labels);

    private PictureBatches Batches(BatchShare? share) =>
        pictures.Batches(
            new BatchOptions(
                BatchSize,
                Seed: 5,
                Shuffle: true,
                AugmentationPreset.Of(Core.Runs.AugmentationKind.Strong),
                Keep: true,
                Share: share
            )
        );
}
