using Microsoft.Extensions.Logging.Abstractions;
using TransferWeb.Core;
using TransferWeb.Core.Runs;
using TransferWeb.Jobs.Execution;
using TransferWeb.Jobs.Runs;
using TransferWeb.Storage.Files;

namespace TransferWeb.Jobs.Tests.Execution;

public sealed class ProcessRunExecutorTests
{
    private static readonly CancellationToken Asked = new(canceled: true);

    [Fact]
    public async Task Cancel_WorkerThatDoesNotListen_IsKilledAndCancelled()
    {
        using TemporaryFolder folder = new();
        FakeWorkers workers = new();
        workers.On("train", _ => Task.CompletedTask);

        RunOutcome outcome = await Execute(folder, workers, TimeSpan.Zero, stop: Asked, shutdown: CancellationToken.None);

        Assert.Equal(RunStatus.Cancelled, outcome.Status);
        Assert.True(workers.Started.Single().IsKilled);
        Assert.Contains("RunCancelled", await File.ReadAllTextAsync(EventsFile(folder), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Shutdown_WorkerThatDoesNotListen_IsKilledAndInterrupted()
    {
        using TemporaryFolder folder = new();
        FakeWorkers workers = new();
        workers.On("train", _ => Task.CompletedTask);

        RunOutcome outcome = await Execute(folder, workers, TimeSpan.Zero, stop: CancellationToken.None, shutdown: Asked);

        Assert.Equal(RunStatus.Interrupted, outcome.Status);
        Assert.True(workers.Started.Single().IsKilled);
        Assert.False(File.Exists(EventsFile(folder)));
    }

    [Fact]
    public async Task Shutdown_WhileCancelling_EndsTheInputAtOnce()
    {
        using TemporaryFolder folder = new();
        FakeWorkers workers = new();
        List<string?> heard = [];
        workers.On(
            "train",
            async worker =>
            {
                heard.Add(await worker.HearAsync());
                worker.End(4);
            }
        );

        RunOutcome outcome = await Execute(folder, workers, Timeout.InfiniteTimeSpan, stop: Asked, shutdown: Asked);

        Assert.Equal([null], heard);
        Assert.Equal(RunStatus.Interrupted, outcome.Status);
    }

    [Fact]
    public async Task Worker_ThatCancelsItselfUnasked_IsInterrupted()
    {
        using TemporaryFolder folder = new();
        FakeWorkers workers = new();
        workers.On(
            "train",
            worker =>
            {
                worker.Say(new RunCancelled());
                worker.End(3);
                return Task.CompletedTask;
            }
        );

        RunOutcome outcome = await Execute(folder, workers, TimeSpan.Zero, CancellationToken.None, CancellationToken.None);

        Assert.Equal(RunStatus.Interrupted, outcome.Status);
    }

    private static readonly RunId Run = RunId.New();

    private static string EventsFile(TemporaryFolder folder) => folder.Combine("runs", Run.ToString(), "events.jsonl");

    private static async Task<RunOutcome> Execute(
        TemporaryFolder folder,
        FakeWorkers workers,
        TimeSpan patience,
        CancellationToken stop,
        CancellationToken shutdown
    )
    {
        DataFolder data = new(folder.Path);
        Directory.CreateDirectory(data.Run(Run));
        RunEventBus bus = new();
        await using TestDatabase database = await TestDatabase.CreateAsync();
        RunEventPump pump = new(new MetricStore(database), bus, TimeProvider.System, NullLogger<RunEventPump>.Instance);
        ProcessRunExecutor executor = new(workers, pump, bus, data, new StopPatience(patience, patience), TimeProvider.System);
        return await executor.ExecuteAsync(Run, stop, shutdown);
    }
}
