using System.Text.Json;
using TransferWeb.Core.Portal;
using TransferWeb.Jobs.Workers;

namespace TransferWeb.Jobs.Tests.Workers;

public sealed class WorkerPoolTests
{
    private static readonly PredictionPatience Long = new(TimeSpan.FromSeconds(30));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Predict_Asked_GivesClassesLikeliestFirst()
    {
        FakeWorkers workers = new();
        workers.On("serve", AnswerAll);
        await using WorkerPool pool = new(workers, Long, TimeProvider.System);

        Prediction prediction = await pool.PredictAsync("model", "picture", Cancel);

        Assert.Equal([("b", 0.8), ("a", 0.2)], prediction.Classes.Select(c => (c.Label, c.Probability)));
        Assert.Equal(4.5, prediction.DurationMilliseconds);
        Assert.False(Assert.Single(workers.Started).Command.Background);
    }

    [Fact]
    public async Task Predict_ManyAtOnce_GetsEachItsOwnAnswerFromOneWorker()
    {
        FakeWorkers workers = new();
        workers.On("serve", AnswerInReverse);
        await using WorkerPool pool = new(workers, Long, TimeProvider.System);

        Prediction[] answers = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(i => pool.PredictAsync("model", $"picture {i}", Cancel))
        );

        Assert.Equal(["picture 0", "picture 1", "picture 2", "picture 3"], answers.Select(a => a.Classes[0].Label));
        Assert.Single(workers.Started);
    }

    [Fact]
    public async Task Predict_PictureTheWorkerRefuses_IsRefusedWithItsSentence()
    {
        FakeWorkers workers = new();
        workers.On(
            "serve",
            async worker =>
            {
                string id = Id((await worker.HearAsync())!);
                worker.Say("this is no answer");
                worker.Say($$"""{"id":"{{id}}","error":"This is not a picture."}""");
                await worker.HearAsync();
            }
        );
        await using WorkerPool pool = new(workers, Long, TimeProvider.System);

        RequestRefusedException refused = await Assert.ThrowsAsync<RequestRefusedException>(() =>
            pool.PredictAsync("model", "picture", Cancel)
        );

        Assert.Equal((RefusalKind.Invalid, "This is not a picture."), (refused.Kind, refused.Message));
    }

    [Fact]
    public async Task Predict_WorkerDiesOnce_IsAnsweredByAFreshOne()
    {
        FakeWorkers workers = new();
        int started = 0;
        workers.On("serve", worker => Interlocked.Increment(ref started) == 1 ? DieAtFirstQuestion(worker) : AnswerAll(worker));
        await using WorkerPool pool = new(workers, Long, TimeProvider.System);

        Prediction prediction = await pool.PredictAsync("model", "picture", Cancel);

        Assert.Equal("b", prediction.Classes[0].Label);
        Assert.Equal(2, workers.Started.Count);
    }

    [Fact]
    public async Task Predict_WorkerDiesTwice_IsRefusedAndTheNextPictureAnswered()
    {
        FakeWorkers workers = new();
        workers.On("serve", DieAtFirstQuestion);
        await using WorkerPool pool = new(workers, Long, TimeProvider.System);

        RequestRefusedException refused = await Assert.ThrowsAsync<RequestRefusedException>(() =>
            pool.PredictAsync("model", "picture", Cancel)
        );
        workers.On("serve", AnswerAll);

        Assert.Equal(RefusalKind.Unavailable, refused.Kind);
        Assert.Contains("Segmentation fault", refused.Message);
        Assert.Equal("b", (await pool.PredictAsync("model", "picture", Cancel)).Classes[0].Label);
    }

    [Fact]
    public async Task Predict_WorkerDiedWhileIdle_IsAnsweredByAFreshOne()
    {
        FakeWorkers workers = new();
        workers.On("serve", AnswerAll);
        await using WorkerPool pool = new(workers, Long, TimeProvider.System);
        await pool.PredictAsync("model", "picture", Cancel);

        workers.Started.Single().Kill();

        Assert.Equal("b", (await pool.PredictAsync("model", "picture", Cancel)).Classes[0].Label);
        Assert.Equal(2, workers.Started.Count);
    }

    [Fact]
    public async Task Predict_WorkerThatDoesNotAnswer_IsKilledAndReplaced()
    {
        FakeWorkers workers = new();
        workers.On("serve", async worker => await worker.HearAsync());
        await using WorkerPool pool = new(workers, new PredictionPatience(TimeSpan.FromMilliseconds(50)), TimeProvider.System);

        RequestRefusedException refused = await Assert.ThrowsAsync<RequestRefusedException>(() =>
            pool.PredictAsync("model", "picture", Cancel)
        );

        Assert.Equal(RefusalKind.Unavailable, refused.Kind);
        Assert.Contains("no answer", refused.Message);
        Assert.True(workers.Started.Single().IsKilled);
    }

    [Fact]
    public async Task Dispose_EndsTheWorker()
    {
        FakeWorkers workers = new();
        workers.On("serve", AnswerAll);
        WorkerPool pool = new(workers, Long, TimeProvider.System);
        await pool.PredictAsync("model", "picture", Cancel);

        await pool.DisposeAsync();

        Assert.True(workers.Started.Single().IsKilled);
    }

    private static async Task AnswerAll(FakeWorker worker)
    {
        while (await worker.HearAsync() is { } question)
        {
            worker.Say(
                $$"""{"id":"{{Id(question)}}","classes":[{"label":"a","probability":0.2},{"label":"b","probability":0.8}],"durationMilliseconds":4.5}"""
            );
        }
    }

    private static async Task AnswerInReverse(FakeWorker worker)
    {
        Stack<string> questions = new();
        while (questions.Count < 4)
        {
            questions.Push((await worker.HearAsync())!);
        }

        foreach (string question in questions)
        {
            string picture = JsonDocument.Parse(question).RootElement.GetProperty("picture").GetString()!;
            worker.Say(
                $$"""{"id":"{{Id(question)}}","classes":[{"label":"{{picture}}","probability":1}],"durationMilliseconds":1}"""
            );
        }

        await worker.HearAsync();
    }

    private static async Task DieAtFirstQuestion(FakeWorker worker)
    {
        await worker.HearAsync();
        worker.LastErrors = "Segmentation fault";
        worker.End(139);
    }

    private static string Id(string question) => JsonDocument.Parse(question).RootElement.GetProperty("id").GetString()!;
}
