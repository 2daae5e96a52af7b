using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using TransferWeb.Core.Portal;
using TransferWeb.Storage.Files;

namespace TransferWeb.Jobs.Execution;

/// <summary>Starts the worker program as a child process whose pipes end with the portal.</summary>
/// <param name="workerPath">The executable, or a <c>.dll</c> for <c>dotnet</c>.</param>
/// <param name="folder">The data folder, told to the worker as <c>TRANSFERWEB_DATA</c>.</param>
public sealed class WorkerLauncher(string workerPath, DataFolder folder) : IWorkerLauncher
{
    // A program of every Linux. It is in place before the worker makes its first thread; a priority set afterwards would reach one thread only.
    private const string Nice = "/usr/bin/nice";

    /// <inheritdoc/>
    public IWorkerProcess Start(WorkerCommand command)
    {
        if (!File.Exists(workerPath))
        {
            throw Unavailable($"The training program was not found at {workerPath}.");
        }

        try
        {
            return new WorkerProcess(Process.Start(StartInfo(command))!);
        }
        catch (Win32Exception exception)
        {
            throw Unavailable($"The training program {workerPath} does not start: {exception.Message}.");
        }
    }

    private ProcessStartInfo StartInfo(WorkerCommand command)
    {
        List<string> line = [];
        if (command.Background && File.Exists(Nice))
        {
            line.AddRange([Nice, "-n", "10"]);
        }

        if (Path.GetExtension(workerPath) == ".dll")
        {
            line.Add(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet");
        }

        line.Add(workerPath);
        line.AddRange(command.Arguments);
        UTF8Encoding encoding = new(encoderShouldEmitUTF8Identifier: false);
        return new ProcessStartInfo(line[0], line.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = encoding,
            StandardOutputEncoding = encoding,
            StandardErrorEncoding = encoding,
            Environment = { ["TRANSFERWEB_DATA"] = folder.Root },
        };
    }

    private static RequestRefusedException Unavailable(string sentence) =>
        new(RefusalKind.Unavailable, $"{sentence} Build it with ./run, or set TRANSFERWEB_WORKER to where it is.");
}
