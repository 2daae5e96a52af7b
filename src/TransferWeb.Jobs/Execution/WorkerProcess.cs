using System.Diagnostics;

namespace TransferWeb.Jobs.Execution;

/// <summary>A worker that is a child process.</summary>
internal sealed class WorkerProcess : IWorkerProcess
{
    private const int ErrorLines = 12;
    private readonly Process process;
    private readonly Queue<string> errors = new();

    public WorkerProcess(Process process)
    {
        this.process = process;
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginErrorReadLine();
    }

    public string LastErrors
    {
        get
        {
            lock (errors)
            {
                return string.Join('\n', errors);
            }
        }
    }

    public async Task WriteLineAsync(string line, CancellationToken cancellationToken = default)
    {
        try
        {
            await process.StandardInput.WriteLineAsync(line.AsMemory(), cancellationToken);
            await process.StandardInput.FlushAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // It has ended; the reader of its output finds out.
        }
    }

    public void CloseInput()
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended with lines unread.
        }
    }

    public ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken = default) =>
        process.StandardOutput.ReadLineAsync(cancellationToken);

    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken = default)
    {
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }

    public void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private void Keep(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }

        lock (errors)
        {
            errors.Enqueue(line);
            while (errors.Count > ErrorLines)
            {
                errors.Dequeue();
            }
        }
    }
}
