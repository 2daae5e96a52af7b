using TransferWeb.Core.Runs;
using TransferWeb.Training.Data;
using TransferWeb.Training.Events;
using TransferWeb.Training.Features;
using TransferWeb.Training.Tests.Support;
using TransferWeb.Vision.Backbones;

namespace TransferWeb.Training.Tests.Features;

public sealed class FeatureExtractorTests : IDisposable
{
    private const int PerClass = 7;
    private const int Broken = 5;

    private readonly OpenedPictures pictures = new(BackboneRegistry.Find("mobilenet_v2"), PerClass);
    private readonly RecordingSink heard = new();
    private readonly Backbone model;

    public FeatureExtractorTests()
    {
        manual_seed(3);
        model = BackboneRegistry.Create("mobilenet_v2", 2);
        model.eval();
    }

    public void Dispose()
    {
        model.Dispose();
        pictures.Dispose();
    }

    [Fact]
    public void Extract_SideBySide_GivesEachPictureItsFeatures()
    {
        File.WriteAllText(Path.Combine(pictures.Data.Folder, pictures.Data.Samples[Broken].Path), "no picture");
        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = no_grad();

        using FeatureTable table = Extract(new ExtractionWay(2, SideBySide: true), TestContext.Current.CancellationToken);

        Assert.Equal(2 * PerClass, table.Rows);
        Assert.Equal(Enumerable.Range(0, table.Rows).Select(row => row != Broken), table.Present.ToArray());
        foreach (PictureBatch batch in pictures.Batches(OfSize(1)).ReadPictures(1).Where(batch => batch.Rows.Count == 1))
        {
            Tensor expected = model.ForwardFeatures(batch.LoadPictures(ScalarType.Float32));
            float[] kept = new float[table.Dimensions];
            table.Read(batch.Rows[0], kept);
            Assert.True(tensor(kept).allclose(expected.squeeze(0), rtol: 1e-3, atol: 1e-5));
        }

        PhaseProgressed last = heard.Events.OfType<PhaseProgressed>().Last();
        Assert.Equal((table.Rows, table.Rows), (last.Done, last.Total));
    }

    [Fact]
    public void Extract_SideBySide_GivesTheSameBytesEachTime()
    {
        Assert.Equal(Values(new ExtractionWay(2, SideBySide: true)), Values(new ExtractionWay(2, SideBySide: true)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Extract_WhenCancelled_Stops(bool sideBySide)
    {
        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() => Extract(new ExtractionWay(2, sideBySide), cancelled.Token));
    }

    [Theory]
    [InlineData("mobilenet_v2", true)]
    [InlineData("resnet18", true)]
    [InlineData("convnext_tiny", true)]
    [InlineData("vit_b_16", false)]
    [InlineData("swin_t", false)]
    [InlineData("dinov2_vits14", false)]
    public void For_OnTheProcessor_IsSideBySideUnlessTheNetworkAttends(string name, bool sideBySide)
    {
        using Backbone network = BackboneRegistry.Create(name, 2);

        Assert.Equal(sideBySide, ExtractionWay.For(network, CPU).SideBySide);
        Assert.False(ExtractionWay.For(network, CUDA).SideBySide);
    }

    private float[] Values(ExtractionWay way)
    {
        using FeatureTable table = Extract(way, TestContext.Current.CancellationToken);
        float[] values = new float[table.Rows * table.Dimensions];
        table.Read(0, values);
        return values;
    }

    private FeatureTable Extract(ExtractionWay way, CancellationToken cancellation)
    {
        PictureBatches source = pictures.Batches(OfSize(way.BatchSize));
        RunEvents events = new(TimeProvider.System, heard);
        PhaseProgress progress = new(events, RunPhase.ExtractFeatures, source.Samples, TimeProvider.System);
        return FeatureExtractor.Extract(model, source, ScalarType.Float32, way, pictures.Folder, progress, cancellation);
    }

    private static BatchOptions OfSize(int size) => new(size, Seed: 5, Shuffle: false, Vary: null, Keep: false);
}
