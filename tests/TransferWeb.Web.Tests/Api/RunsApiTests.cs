using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TransferWeb.Core;
using TransferWeb.Core.Models;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;

namespace TransferWeb.Web.Tests.Api;

public sealed class RunsApiTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_PostedByAProgram_GoesAllTheWayToAnAnswerAboutAPicture()
    {
        await using PortalSite site = new();
        site.Workers.On("train", FakeRuns.Succeed);
        site.Workers.On(
            "serve",
            async worker =>
            {
                await worker.HearAsync();
                worker.Say("""{"id":"1","classes":[{"label":"sound","probability":0.9}],"durationMilliseconds":3}""");
                await worker.HearAsync();
            }
        );
        using HttpClient client = site.CreateClient();
        RunId run = await client.QueueRunAsync(await client.ReadyDatasetAsync(site));

        string[] events = (await client.GetStringAsync($"/api/runs/{run}/events?follow=true", Cancel)).TrimEnd().Split('\n');
        RunDetails details = await (await client.GetAsync($"/api/runs/{run}", Cancel)).ReadAsync<RunDetails>();
        EvaluationReport evaluation = await (
            await client.GetAsync($"/api/runs/{run}/evaluation", Cancel)
        ).ReadAsync<EvaluationReport>();
        HttpResponseMessage published = await client.PostAsJsonAsync(
            $"/api/runs/{run}/publish",
            new { name = "Beetles" },
            Cancel
        );
        ModelSummary model = Assert.Single(await (await client.GetAsync("/api/models", Cancel)).ReadAsync<ModelSummary[]>());
        using ByteArrayContent picture = new([1, 2, 3]);
        Prediction prediction = await (
            await client.PostAsync($"/api/models/{model.Id}/predict", picture, Cancel)
        ).ReadAsync<Prediction>();

        Assert.Equal(
            ["RunStarted", "MetricsRecorded", "RunCompleted"],
            events.Select(e => JsonDocument.Parse(e).RootElement.GetProperty("event").GetString())
        );
        Assert.Equal((RunStatus.Succeeded, 2), (details.Summary.Status, details.Spec.Training.Epochs));
        Assert.Equal(2, evaluation.Images);
        Assert.Equal(
            (HttpStatusCode.Created, $"/api/models/{model.Id}"),
            (published.StatusCode, published.Headers.Location!.ToString())
        );
        Assert.Equal("sound", prediction.Classes[0].Label);
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync($"/api/models/{model.Id}", Cancel)).StatusCode);
        Assert.Equal(404, (await (await client.GetAsync($"/api/models/{model.Id}", Cancel)).ProblemAsync()).Status);
    }

    [Fact]
    public async Task Run_CancelledByTwo_StopsOnceAndTellsTheSecond()
    {
        await using PortalSite site = new();
        site.Workers.On("train", FakeRuns.TrainUntilStopped);
        using HttpClient client = site.CreateClient();
        DatasetId dataset = await client.ReadyDatasetAsync(site);
        IAsyncEnumerable<RunUpdate> updates = site.Services.GetRequiredService<IRunCatalog>().WatchAsync(null, Cancel);
        RunId run = await client.QueueRunAsync(dataset);
        await updates.FirstAsync(u => u.Event is MetricsRecorded, Cancel);

        HttpResponseMessage[] answers = await Task.WhenAll(
            client.PostAsync($"/api/runs/{run}/cancel", null, Cancel),
            client.PostAsync($"/api/runs/{run}/cancel", null, Cancel)
        );
        await client.GetStringAsync($"/api/runs/{run}/events?follow=true", Cancel);

        Assert.Equal([202, 409], answers.Select(a => (int)a.StatusCode).Order());
        RunDetails details = await (await client.GetAsync($"/api/runs/{run}", Cancel)).ReadAsync<RunDetails>();
        Assert.Equal(RunStatus.Cancelled, details.Summary.Status);
        Assert.Single(details.History, c => c.Status == RunStatus.Cancelling);
    }

    [Fact]
    public async Task Run_InASiteThatStops_IsInterruptedAndCanBeStartedAgain()
    {
        using TemporaryFolder folder = new();
        RunId run;
        RunId waiting;
        await using (PortalSite first = new(folder.Path))
        {
            first.Workers.On("train", FakeRuns.TrainUntilStopped);
            using HttpClient client = first.CreateClient();
            DatasetId dataset = await client.ReadyDatasetAsync(first);
            IAsyncEnumerable<RunUpdate> updates = first.Services.GetRequiredService<IRunCatalog>().WatchAsync(null, Cancel);
            run = await client.QueueRunAsync(dataset);
            await updates.FirstAsync(u => u.Event is MetricsRecorded, Cancel);
            waiting = await client.QueueRunAsync(dataset);
        }

        await using PortalSite second = new(folder.Path);
        second.Workers.On("train", FakeRuns.Succeed);
        using HttpClient again = second.CreateClient();
        await again.GetStringAsync($"/api/runs/{waiting}/events?follow=true", Cancel);
        RunDetails interrupted = await (await again.GetAsync($"/api/runs/{run}", Cancel)).ReadAsync<RunDetails>();
        HttpResponseMessage restarted = await again.PostAsync($"/api/runs/{run}/restart", null, Cancel);
        await again.GetStringAsync($"/api/runs/{run}/events?follow=true", Cancel);

        Assert.Equal(RunStatus.Interrupted, interrupted.Summary.Status);
        Assert.Equal(HttpStatusCode.Accepted, restarted.StatusCode);
        RunSummary[] runs = await (await again.GetAsync("/api/runs", Cancel)).ReadAsync<RunSummary[]>();
        Assert.All(runs, r => Assert.Equal(RunStatus.Succeeded, r.Status));
        Assert.Equal(2, runs.Length);
    }

    [Fact]
    public async Task Run_WithWrongSettings_IsRefusedWithEachFieldAndSentence()
    {
        await using PortalSite site = new();
        using HttpClient client = site.CreateClient();
        DatasetId dataset = await client.CreateDatasetAsync();

        HttpResponseMessage response = await client.PostAsJsonAsync(
            "/api/runs",
            new { dataset = dataset.ToString(), spec = new { backbone = "", training = new { epochs = -1, learningRate = 0 } } },
            Cancel
        );

        JsonElement problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel)).RootElement;
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(
            ["backbone", "training.epochs", "training.learningRate"],
            problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal)
        );
        Assert.Contains("-1", problem.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("""{"dataset":"nothing","spec":{}}""")]
    [InlineData("""{"dataset":"00000000000000000000000000000001","spec":[]}""")]
    [InlineData("""{"dataset":"00000000000000000000000000000001","spec":{"backbone":"x","start":"Sideways"}}""")]
    [InlineData("""{"dataset":"00000000000000000000000000000001","spec":{"training":{"epochs":"many"}}}""")]
    [InlineData("""{"dataset":"00000000000000000000000000000001"}""")]
    [InlineData("""{"dataset":""")]
    [InlineData("")]
    [InlineData("null")]
    public async Task Run_WhoseDocumentCannotBeRead_Is400WithASentence(string body)
    {
        await using PortalSite site = new();
        using HttpClient client = site.CreateClient();
        using StringContent content = new(body, System.Text.Encoding.UTF8, "application/json");

        (int status, string detail) = await (await client.PostAsync("/api/runs", content, Cancel)).ProblemAsync();

        Assert.Equal((400, true), (status, detail.Length > 10));
    }

    [Fact]
    public async Task Anything_ThatIsNotThere_Is404WithASentence()
    {
        await using PortalSite site = new();
        using HttpClient client = site.CreateClient();
        RunId none = RunId.New();

        foreach (
            string path in (string[])
                [
                    $"runs/{none}",
                    "runs/x",
                    $"runs/{none}/events",
                    $"runs/{none}/evaluation",
                    $"models/{none}",
                    $"datasets/{none}",
                    "nothing",
                ]
        )
        {
            (int status, _) = await (await client.GetAsync($"/api/{path}", Cancel)).ProblemAsync();
            Assert.Equal(404, status);
        }

        Assert.Equal(404, (await (await client.PostAsync($"/api/runs/{none}/cancel", null, Cancel)).ProblemAsync()).Status);
        Assert.Equal(405, (await (await client.PutAsync("/api/runs", null, Cancel)).ProblemAsync()).Status);
    }

    [Fact]
    public async Task Machine_WithItsWorker_ListsDevicesAndWithoutSaysSo()
    {
        await using PortalSite site = new();
        site.Workers.On("backbones", FakeWorkers.Fail("libtorch was not found."));
        using HttpClient client = site.CreateClient();

        Assert.Equal("cpu", Assert.Single(await (await client.GetAsync("/api/devices", Cancel)).ReadAsync<DeviceInfo[]>()).Name);
        (int status, string detail) = await (await client.GetAsync("/api/backbones", Cancel)).ProblemAsync();
        Assert.Equal((503, true), (status, detail.Contains("libtorch was not found.", StringComparison.Ordinal)));
    }
}
