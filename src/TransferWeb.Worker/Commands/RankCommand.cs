using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json;
using TransferWeb.Core;
using TransferWeb.Core.Runs;
using TransferWeb.Training;
using TransferWeb.Training.Events;
using TransferWeb.Training.Ranks;
using TransferWeb.Worker.Ranks;

namespace TransferWeb.Worker.Commands;

/// <summary><c>transferweb rank</c>: a process that takes part in another's run on several devices. Started by that one, never by a person.</summary>
internal static class RankCommand
{
    private static readonly Argument<FileInfo> Document = new("document") { Description = "What the first process has written." };

    /// <summary>The command, which help does not show.</summary>
    public static Command Create()
    {
        Command command = new("rank", "Takes part in a run on several devices.") { Document };
        command.Hidden = true;
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(Document)!));
        return command;
    }

    private static async Task<int> RunAsync(FileInfo file)
    {
        // A terminal's Ctrl-C reaches every process; the first one decides for all, and this one ends with it.
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Ignore);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Ignore);
        Supervisor.Watch(Console.In, () => { }, Supervisor.EndAtOnce);
        RankDocument document = Read(file.FullName);
        PipelineServices services = new(
            new RunEvents(TimeProvider.System),
            TimeProvider.System,
            Surroundings.Weights,
            Features: null
        );
        try
        {
            return await EngineThread.RunAsync(() =>
            {
                RankRun.Execute(document, services, () => Console.Out.WriteLine(RankProcess.Ready));
                return ExitCodes.Done;
            });
        }
        catch (RanksApartException)
        {
            return ExitCodes.Apart;
        }
    }

    private static void Ignore(PosixSignalContext context) => context.Cancel = true;

    private static RankDocument Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return JsonSerializer.Deserialize<RankDocument>(stream, TransferWebJson.File)
            ?? throw new RunFailedException(RunFailure.Internal, $"{path} is empty.");
    }
}
