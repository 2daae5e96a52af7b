using TransferWeb.Core.Runs;
using TransferWeb.Training.Data;
using TransferWeb.Training.Events;
using TransferWeb.Training.Features;
using TransferWeb.Training.Tests.Support;
using TransferWeb.Vision.Backbones;

namespace TransferWeb.Training.Tests.Features;

public sealed class StageMapsTests : IDisposable
{
    private const int PerClass = 11;
    private static readonly BatchOptions Plain = new(8, Seed: 5, Shuffle: false, Vary: null, Keep: true);

    private readonly OpenedPictures pictures = new(BackboneRegistry.Find("resnet18"), PerClass);

    public void Dispose() => pictures.Dispose();

    [Theory]
    [InlineData("resnet18", 1)]
    [InlineData("mobilenet_v2", 3)]
    public void Load_OfKeptMaps_GivesWhatTheStagesGive(string name, int stages)
    {
        using DisposeScope scope = NewDisposeScope();
        using Backbone model = Create(name);
        using StageMaps maps = Compute(picture => model.ForwardTo(stages, picture), pictures.Folder)!;

        using IDisposable mode = no_grad();
        foreach (PictureBatch batch in pictures.Batches(Plain).ReadPictures(1))
        {
            Tensor expected = Run(model, stages, batch.LoadPictures(ScalarType.Float32));
            Tensor kept = maps.Load(batch.Rows);

            Assert.Equal(expected.shape, kept.shape);
            Assert.True(kept.equal(expected).all().item<bool>());
            Assert.True(
                model.ForwardFrom(stages, kept).equal(model.call(batch.LoadPictures(ScalarType.Float32))).all().item<bool>()
            );
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void MapBatches_OfAnEpoch_ComeInTheOrderOfThePictures(bool shuffle, bool balance)
    {
        using DisposeScope scope = NewDisposeScope();
        BatchOptions options = Plain with { Shuffle = shuffle, Balance = balance };
        using StageMaps maps = Compute(picture => picture.mean([1, 2, 3]).reshape(-1, 1), pictures.Folder)!;
        MapBatches batches = new(maps, pictures.Data, pictures.Data.Samples, options, CPU);
        PictureBatches expected = pictures.Batches(options);

        Assert.Equal(expected.Batches, batches.Batches);
        Assert.Equal(expected.Samples, batches.Samples);
        foreach ((PictureBatch picture, IBatch map) in expected.ReadPictures(3).Zip(batches.Read(3)))
        {
            (Tensor means, Tensor labels) = map.Load();
            (Tensor inputs, Tensor expectedLabels) = picture.Load();

            Assert.Equal(picture.Rows, map.Rows);
            Assert.True(labels.equal(expectedLabels).all().item<bool>());
            Assert.True(means.squeeze(1).allclose(inputs.mean([1, 2, 3]), atol: 1e-6));
        }
    }

    [Fact]
    public void Compute_WhereNoFileCanBeMade_GivesNothingUp()
    {
        string blocked = Path.Combine(pictures.Folder, "file");
        File.WriteAllText(blocked, "");

        // 22 maps of 2 MB do not stay in memory.
        using StageMaps? maps = Compute(picture => zeros(picture.shape[0], 512, 32, 32), blocked);

        Assert.Null(maps);
    }

    private StageMaps? Compute(Func<Tensor, Tensor> stages, string folder)
    {
        PictureBatches source = pictures.Batches(Plain);
        PhaseProgress progress = new(
            new RunEvents(TimeProvider.System),
            RunPhase.ExtractFeatures,
            source.Samples,
            TimeProvider.System
        );
        return StageMaps.Compute(source, stages, CPU, folder, progress, CancellationToken.None);
    }

    private static Backbone Create(string name)
    {
        manual_seed(3);
        Backbone model = BackboneRegistry.Create(name, 2);
        model.eval();
        Torch.Acceleration.ModuleToChannelsLast(model);
        return model;
    }

    private static Tensor Run(Backbone model, int stages, Tensor picture) =>
        Enumerable.Range(0, stages).Aggregate(picture, (map, stage) => model.ForwardStage(stage, map));
}
