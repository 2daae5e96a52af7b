using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using TransferWeb.Core;
using TransferWeb.Core.Portal;
using TransferWeb.Jobs.Execution;

namespace TransferWeb.Jobs.Workers;

/// <summary>The worker ended before it answered; the message is its last words.</summary>
internal sealed class WorkerEndedException(string lastWords) : Exception(lastWords);

/// <summary>One <c>transferweb serve</c>: questions go in as lines, each with an id, and answers come back in any order.</summary>
internal sealed class ServeWorker : IAsyncDisposable
{
    private readonly IWorkerProcess process;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Prediction>> pending = new();
    private readonly SemaphoreSlim writing = new(1);
    private readonly Task reading;
    private long asked;
    private volatile bool ended;

    public ServeWorker(IWorkerProcess process)
    {
        this.process = process;
        reading = Task.Run(ReadAsync);
    }

    /// <summary>Asks about one picture.</summary>
    /// <exception cref="WorkerEndedException">The worker ended first.</exception>
    /// <exception cref="RequestRefusedException">The worker's sentence about the picture or the model.</exception>
    public async Task<Prediction> AskAsync(string modelFolder, string pictureFile, CancellationToken cancellationToken)
    {
        string id = Interlocked.Increment(ref asked).ToString(CultureInfo.InvariantCulture);
        TaskCompletionSource<Prediction> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        pending[id] = answer;
        try
        {
            string line = JsonSerializer.Serialize(new Question(id, modelFolder, pictureFile), TransferWebJson.Line);
            await writing.WaitAsync(cancellationToken);
            try
            {
                await process.WriteLineAsync(line, cancellationToken);
            }
            finally
            {
                writing.Release();
            }

            if (ended)
            {
                throw new WorkerEndedException(process.LastErrors);
            }

            return await answer.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            pending.TryRemove(id, out _);
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.CloseInput();
        process.Kill();
        await reading;
        await process.DisposeAsync();
    }

    private async Task ReadAsync()
    {
        while (await process.ReadLineAsync() is { } line)
        {
            if (Parse(line) is { } answer && pending.TryGetValue(answer.Id, out TaskCompletionSource<Prediction>? waiting))
            {
                Complete(waiting, answer);
            }
        }

        ended = true;
        foreach (TaskCompletionSource<Prediction> waiting in pending.Values)
        {
            waiting.TrySetException(new WorkerEndedException(process.LastErrors));
        }
    }

    private static void Complete(TaskCompletionSource<Prediction> waiting, Answer answer)
    {
        if (answer is { Classes: { } classes, Error: null })
        {
            waiting.TrySetResult(new Prediction([.. classes.OrderByDescending(c => c.Probability)], answer.DurationMilliseconds));
        }
        else
        {
            waiting.TrySetException(
                new RequestRefusedException(
                    RefusalKind.Invalid,
                    answer.Error ?? "The training program gave no answer about this picture."
                )
            );
        }
    }

    private static Answer? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Answer>(line, TransferWebJson.Line) is { Id: not null } answer ? answer : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Question(string Id, string Model, string Picture);

    private sealed record Answer(string Id, IReadOnlyList<ClassProbability>? Classes, double DurationMilliseconds, string? Error);
}
