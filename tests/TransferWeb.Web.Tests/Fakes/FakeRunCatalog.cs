using System.Threading.Channels;
using TransferWeb.Core;
using TransferWeb.Core.Models;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;

namespace TransferWeb.Web.Tests.Fakes;

/// <summary>Runs in memory; a test sends their updates by <see cref="Send(RunId, RunEvent)"/> and <see cref="Move"/>.</summary>
internal sealed class FakeRunCatalog : IRunCatalog
{
    private readonly Dictionary<RunId, RunDetails> runs = [];
    private readonly Dictionary<RunId, List<RunEvent>> events = [];
    private readonly List<(RunId? Id, Channel<RunUpdate> Channel)> watchers = [];

    public string? Problem { get; set; }

    public string? WorkerProblem { get; set; }

    public List<RunSpec> Enqueued { get; } = [];

    public EvaluationReport? Evaluation { get; set; } = Samples.Report();

    public IReadOnlyList<BackboneOffer> Offers { get; set; } =
    [
        Samples.Offer(),
        Samples.Offer("mobilenet_v2", top1: 0.718),
        Samples.Offer("squeezenet1_0", top1: 0.58),
        Samples.Offer("transferweb_mini", top1: null),
    ];

    public int Watchers
    {
        get
        {
            lock (watchers)
            {
                return watchers.Count;
            }
        }
    }

    public RunDetails Add(RunDetails run, params RunEvent[] recorded)
    {
        runs[run.Summary.Id] = run;
        events[run.Summary.Id] = [.. recorded];
        return run;
    }

    public void Send(RunId id, RunEvent happened)
    {
        events[id].Add(happened);
        Publish(new(id, happened, null));
    }

    public void Move(RunId id, RunStatus status)
    {
        RunDetails next = Samples.Run(id, status, runs[id].Summary.Dataset);
        runs[id] = next;
        Publish(new(id, null, status));
    }

    public Task<IReadOnlyList<RunSummary>> ListAsync(CancellationToken cancellationToken = default)
    {
        Refuse();
        return Task.FromResult<IReadOnlyList<RunSummary>>([.. runs.Values.Select(r => r.Summary)]);
    }

    public Task<RunDetails?> FindAsync(RunId id, CancellationToken cancellationToken = default)
    {
        Refuse();
        return Task.FromResult(runs.GetValueOrDefault(id));
    }

    public Task<RunSnapshot?> SnapshotAsync(RunId id, CancellationToken cancellationToken = default)
    {
        Refuse();
        return Task.FromResult(runs.TryGetValue(id, out RunDetails? run) ? new RunSnapshot(run, [.. events[id]]) : null);
    }

    public Task<EvaluationReport?> EvaluationAsync(RunId id, CancellationToken cancellationToken = default) =>
        Task.FromResult(Evaluation);

    public Task<RunId> EnqueueAsync(DatasetId dataset, RunSpec spec, CancellationToken cancellationToken = default)
    {
        Refuse();
        Enqueued.Add(spec);
        RunDetails run = Samples.Run(status: RunStatus.Queued, dataset: dataset);
        return Task.FromResult(Add(run).Summary.Id);
    }

    public Task CancelAsync(RunId id, CancellationToken cancellationToken = default)
    {
        Refuse();
        Move(id, RunStatus.Cancelling);
        return Task.CompletedTask;
    }

    public Task RestartAsync(RunId id, CancellationToken cancellationToken = default)
    {
        Refuse();
        Move(id, RunStatus.Queued);
        return Task.CompletedTask;
    }

    public IAsyncEnumerable<RunUpdate> WatchAsync(RunId? id, CancellationToken cancellationToken = default)
    {
        Channel<RunUpdate> channel = Channel.CreateBounded<RunUpdate>(
            new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropOldest }
        );
        lock (watchers)
        {
            watchers.Add((id, channel));
        }

        cancellationToken.Register(() =>
        {
            lock (watchers)
            {
                watchers.RemoveAll(w => w.Channel == channel);
            }
        });
        return channel.Reader.ReadAllAsync(cancellationToken);
    }

    public Task<IReadOnlyList<DeviceInfo>> DevicesAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<DeviceInfo>>([new("cpu", "CPU, 2 cores", 16_000_000_000, 60, null)]);

    public Task<IReadOnlyList<BackboneOffer>> BackbonesAsync(CancellationToken cancellationToken = default) =>
        WorkerProblem is { } problem
            ? Task.FromException<IReadOnlyList<BackboneOffer>>(new RequestRefusedException(RefusalKind.Conflict, problem))
            : Task.FromResult(Offers);

    private void Publish(RunUpdate update)
    {
        lock (watchers)
        {
            foreach ((RunId? id, Channel<RunUpdate> channel) in watchers)
            {
                if (id is null || id == update.Id)
                {
                    channel.Writer.TryWrite(update);
                }
            }
        }
    }

    private void Refuse()
    {
        if (Problem is not null)
        {
            throw new RequestRefusedException(RefusalKind.Conflict, Problem);
        }
    }
}
