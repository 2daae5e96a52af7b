using System.Text.Json;
using TransferWeb.Core;
using TransferWeb.Core.Models;
using TransferWeb.Core.Portal;
using TransferWeb.Jobs.Tests.Datasets;

namespace TransferWeb.Jobs.Tests.Models;

public sealed class ModelGalleryTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Publish_SucceededRun_KeepsItsFilesAndNumbers()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        RunId run = await SucceededAsync(portal);

        ModelId id = await portal.Models.PublishAsync(run, " Beetles of May ", "Tells beetles apart.", Cancel);

        ModelDetails model = (await portal.Models.FindAsync(id, Cancel))!;
        Assert.Equal(
            ("Beetles of May", "Tells beetles apart.", "# A card"),
            (model.Summary.Name, model.Summary.Description, model.CardMarkdown)
        );
        Assert.Equal((1.0, 2, "unknown"), (model.Summary.Accuracy, model.Summary.EvaluatedImages, model.Summary.Licence));
        Assert.Equal(["pitted", "sound"], model.Summary.Classes);
        Assert.True(model.SizeBytes > 100);
        Assert.True(File.Exists(Path.Combine(portal.Folder.Model(id), RunFiles.Weights)));
        Assert.Equal(id, (await portal.Runs.FindAsync(run, Cancel))!.PublishedAs);
        Assert.Equal([id], (await portal.Models.ListAsync(Cancel)).Select(m => m.Id));
        Assert.Empty(portal.Staged());
    }

    [Fact]
    public async Task Publish_TwiceAtOnce_GivesOneModel()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        RunId run = await SucceededAsync(portal);

        ModelId[] ids = await Task.WhenAll(
            portal.Models.PublishAsync(run, "one", "", Cancel),
            portal.Models.PublishAsync(run, "two", "", Cancel)
        );

        Assert.Single(ids.Distinct());
        Assert.Single(Directory.GetDirectories(Path.Combine(portal.Folder.Root, "models")));
    }

    [Fact]
    public async Task Publish_RunWithoutAModel_IsRefused()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        RunId queued = await portal.QueuedRunAsync();

        Assert.Equal(RefusalKind.Conflict, await RefusalAsync(() => portal.Models.PublishAsync(queued, "x", "", Cancel)));
        Assert.Equal(RefusalKind.NotFound, await RefusalAsync(() => portal.Models.PublishAsync(RunId.New(), "x", "", Cancel)));
        Assert.Equal(RefusalKind.Invalid, await RefusalAsync(() => portal.Models.PublishAsync(queued, " ", "", Cancel)));
        Assert.Equal(
            RefusalKind.Invalid,
            await RefusalAsync(() => portal.Models.PublishAsync(queued, "x", new string('y', 2001), Cancel))
        );
    }

    [Fact]
    public async Task Publish_WeightsChangedAfterTraining_IsRefusedAndLeavesNothing()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        RunId run = await SucceededAsync(portal);
        await File.WriteAllTextAsync(Path.Combine(portal.Folder.Run(run), RunFiles.Weights), "other", Cancel);

        Assert.Equal(RefusalKind.Conflict, await RefusalAsync(() => portal.Models.PublishAsync(run, "x", "", Cancel)));

        Assert.Empty(await portal.Models.ListAsync(Cancel));
        Assert.Empty(Directory.GetDirectories(Path.Combine(portal.Folder.Root, "models")));
        Assert.Empty(portal.Staged());
    }

    [Fact]
    public async Task Predict_Picture_AsksTheWorkerAndKeepsNothing()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        ModelId id = await portal.Models.PublishAsync(await SucceededAsync(portal), "x", "", Cancel);
        string? asked = null;
        portal.Workers.On(
            "serve",
            async worker =>
            {
                asked = await worker.HearAsync();
                worker.Say("""{"id":"1","classes":[{"label":"sound","probability":1}],"durationMilliseconds":3}""");
                await worker.HearAsync();
            }
        );

        Prediction prediction = await portal.Models.PredictAsync(id, new MemoryStream([1, 2, 3]), Cancel);

        Assert.Equal("sound", prediction.Classes[0].Label);
        Assert.Contains(portal.Folder.Model(id), asked);
        Assert.Empty(portal.Staged());
    }

    [Fact]
    public async Task Predict_WorkersSentenceAboutTheFile_DoesNotShowItsStagedName()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        ModelId id = await portal.Models.PublishAsync(await SucceededAsync(portal), "x", "", Cancel);
        portal.Workers.On(
            "serve",
            async worker =>
            {
                string question = (await worker.HearAsync())!;
                string file = Path.GetFileName(JsonDocument.Parse(question).RootElement.GetProperty("picture").GetString()!);
                worker.Say($$"""{"id":"1","error":"{{file}} is not a picture."}""");
                await worker.HearAsync();
            }
        );

        RequestRefusedException refused = await Assert.ThrowsAsync<RequestRefusedException>(() =>
            portal.Models.PredictAsync(id, new MemoryStream([1]), Cancel)
        );

        Assert.Equal("This file is not a picture.", refused.Message);
    }

    [Fact]
    public async Task Predict_EmptyOrTooLargePictureOrFullDisk_IsRefusedAndKeepsNothing()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        ModelId id = await portal.Models.PublishAsync(await SucceededAsync(portal), "x", "", Cancel);

        Assert.Equal(RefusalKind.Invalid, await RefusalAsync(() => portal.Models.PredictAsync(id, Stream.Null, Cancel)));
        Assert.Equal(
            RefusalKind.TooLarge,
            await RefusalAsync(() => portal.Models.PredictAsync(id, new CountedStream(long.MaxValue), Cancel))
        );
        Assert.Equal(
            RefusalKind.NotFound,
            await RefusalAsync(() => portal.Models.PredictAsync(ModelId.New(), Stream.Null, Cancel))
        );
        portal.Disk.IsFull = true;
        Assert.Equal(
            RefusalKind.NoSpace,
            await RefusalAsync(() => portal.Models.PredictAsync(id, new MemoryStream([1]), Cancel))
        );
        Assert.Empty(portal.Staged());
    }

    [Fact]
    public async Task Delete_Model_RemovesItsFilesAndLetsTheRunBePublishedAgain()
    {
        await using TestPortal portal = await TestPortal.CreateAsync();
        RunId run = await SucceededAsync(portal);
        ModelId id = await portal.Models.PublishAsync(run, "x", "", Cancel);

        await portal.Models.DeleteAsync(id, Cancel);

        Assert.Null(await portal.Models.FindAsync(id, Cancel));
        Assert.False(Directory.Exists(portal.Folder.Model(id)));
        Assert.Equal(RefusalKind.NotFound, await RefusalAsync(() => portal.Models.DeleteAsync(id, Cancel)));
        Assert.NotEqual(id, await portal.Models.PublishAsync(run, "x", "", Cancel));
    }

    private static async Task<RunId> SucceededAsync(TestPortal portal)
    {
        portal.Workers.On("train", FakeRuns.Succeed);
        RunId run = await portal.QueuedRunAsync();
        await portal.CarryOutAsync(run, Cancel);
        return run;
    }

    private static async Task<RefusalKind> RefusalAsync(Func<Task> action) =>
        (await Assert.ThrowsAsync<RequestRefusedException>(action)).Kind;
}
