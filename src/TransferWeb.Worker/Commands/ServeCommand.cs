using System.CommandLine;
using TransferWeb.Training;
using TransferWeb.Worker.Serving;

namespace TransferWeb.Worker.Commands;

/// <summary><c>transferweb serve</c>: stays, and answers a question a line until its input ends.</summary>
internal static class ServeCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Command command = new(
            "serve",
            "Answers requests {\"id\", \"model\", \"picture\"}, one a line on standard input, with a line each."
        );
        command.SetAction((_, _) => EngineThread.RunAsync(() => PredictionLoop.Run(Console.In, Console.Out)));
        return command;
    }
}
