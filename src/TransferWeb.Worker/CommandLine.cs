using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using TransferWeb.Core.Runs;
using TransferWeb.Training;
using TransferWeb.Worker.Commands;

namespace TransferWeb.Worker;

/// <summary>The program's commands, and the one place where a failure becomes a sentence and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command line.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        RootCommand root = new("TransferWeb: teaches a pretrained network to tell your pictures apart.")
        {
            TrainCommand.Create(),
            EvaluateCommand.Create(),
            PredictCommand.Create(),
            WeightsCommand.Create(),
            BackbonesCommand.Create(),
            DemoCommand.Create(),
            SampleCommand.Create(),
            InspectCommand.Create(),
            ServeCommand.Create(),
            DevicesCommand.Create(),
            PretrainCommand.Create(),
            RankCommand.Create(),
        };
        ParseResult parsed = root.Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            return WrongUsage(Mistake(parsed), parsed);
        }

        // Commands stop by themselves, between two steps: leaving while the engine is in the middle of one would crash the process.
        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }
            );
        }
        catch (UsageException exception)
        {
            return WrongUsage(exception.Message, parsed);
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return ExitCodes.Cancelled;
        }
        catch (Exception exception)
        {
            await Console.Error.WriteLineAsync(Describe(exception));
            return ExitCodes.Failed;
        }
    }

    /// <summary>The sentence of a failure; what was not foreseen is followed by its whole trace.</summary>
    public static string Describe(Exception exception)
    {
        RunFailedException failure = FailureTranslator.Translate(exception);
        return failure.Failure == RunFailure.Internal && failure.InnerException is not null
            ? $"{failure.Message}{Environment.NewLine}{failure.InnerException}"
            : failure.Message;
    }

    /// <summary>The sentence of a failure alone.</summary>
    public static string Sentence(Exception exception) => FailureTranslator.Translate(exception).Message;

    /// <summary>An unknown option is named as such, also where it was taken for a file's name.</summary>
    private static string Mistake(ParseResult parsed) =>
        parsed.Tokens.FirstOrDefault(t => t.Type == TokenType.Argument && t.Value.StartsWith("--", StringComparison.Ordinal))
            is { } unknown
            ? $"The option '{unknown.Value}' is not known here."
            : string.Join(Environment.NewLine, parsed.Errors.Select(e => e.Message).Distinct());

    private static int WrongUsage(string message, ParseResult parsed)
    {
        Console.Error.WriteLine(message);
        string command = parsed.CommandResult.Command is RootCommand ? "" : $" {parsed.CommandResult.Command.Name}";
        Console.Error.WriteLine($"Run 'transferweb{command} --help' for what can be said here.");
        return ExitCodes.WrongUsage;
    }
}

/// <summary>A command line that parses but makes no sense; the message says why.</summary>
internal sealed class UsageException(string message) : Exception(message);
