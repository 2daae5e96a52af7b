using System.Text.Json;
using System.Threading.Channels;
using TransferWeb.Core;
using TransferWeb.Core.Runs;
using TransferWeb.Jobs.Execution;

namespace TransferWeb.Tests.Portal;

/// <summary>A worker that does what a test's script says, in this process.</summary>
internal sealed class FakeWorker(WorkerCommand command) : IWorkerProcess
{
    private const int ExitOfKilled = 137;
    private readonly Channel<string> output = Channel.CreateUnbounded<string>();
    private readonly Channel<string> input = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource<int> exit = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public WorkerCommand Command { get; } = command;

    public string LastErrors { get; set; } = "";

    public bool IsKilled { get; private set; }

    /// <summary>The value after an option of its command line.</summary>
    public string Option(string name) => Command.Arguments[Command.Arguments.ToList().IndexOf(name) + 1];

    public void Say(string line) => output.Writer.TryWrite(line);

    /// <summary>Says an event as the real worker does: into its run's file, then on its output.</summary>
    public void Say(RunEvent runEvent)
    {
        string line = JsonSerializer.Serialize(runEvent, TransferWebJson.Line);
        File.AppendAllText(Path.Combine(Option("--run"), "events.jsonl"), line + "\n");
        Say(line);
    }

    /// <summary>The next line of its input, or null where that was ended.</summary>
    public async Task<string?> HearAsync()
    {
        while (await input.Reader.WaitToReadAsync())
        {
            if (input.Reader.TryRead(out string? line))
            {
                return line;
            }
        }

        return null;
    }

    public void End(int exitCode = 0)
    {
        output.Writer.TryComplete();
        exit.TrySetResult(exitCode);
    }

    public Task WriteLineAsync(string line, CancellationToken cancellationToken = default)
    {
        input.Writer.TryWrite(line);
        return Task.CompletedTask;
    }

    public void CloseInput() => input.Writer.TryComplete();

    public async ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken = default)
    {
        while (await output.Reader.WaitToReadAsync(cancellationToken))
        {
            if (output.Reader.TryRead(out string? line))
            {
                return line;
            }
        }

        return null;
    }

    public Task<int> WaitForExitAsync(CancellationToken cancellationToken = default) => exit.Task.WaitAsync(cancellationToken);

    public void Kill()
    {
        IsKilled |= !exit.Task.IsCompleted;
        CloseInput();
        End(ExitOfKilled);
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        return ValueTask.CompletedTask;
    }
}
