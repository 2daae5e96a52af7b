using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using TransferWeb.Core;
using TransferWeb.Core.Portal;
using TransferWeb.Training;
using TransferWeb.Training.Prediction;
using TransferWeb.Vision.Imaging;

namespace TransferWeb.Worker.Commands;

/// <summary><c>transferweb predict</c>: asks a trained model about pictures.</summary>
internal static class PredictCommand
{
    private const int ClassesShown = 3;

    private static readonly Option<DirectoryInfo> Model = new("--model")
    {
        Description = "A trained model's folder.",
        Required = true,
    };
    private static readonly Option<bool> Json = new("--json") { Description = "Prints one JSON object a picture." };
    private static readonly Argument<FileInfo[]> Files = new("files")
    {
        Description = "The pictures.",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new("predict", "Says what a trained model sees in pictures.") { Model, Json, Files };
        command.SetAction((parsed, _) => EngineThread.RunAsync(() => Run(parsed)));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        using Predictor predictor = Predictor.Load(parsed.GetValue(Model)!.FullName);
        int exit = ExitCodes.Done;
        foreach (FileInfo file in parsed.GetValue(Files)!)
        {
            try
            {
                ClassProbability[] ranked = predictor.Rank(file.FullName);
                Console.Out.WriteLine(parsed.GetValue(Json) ? Serialize(file, ranked) : Describe(file, ranked));
            }
            catch (PictureException exception)
            {
                Console.Error.WriteLine(exception.Message);
                exit = ExitCodes.Failed;
            }
        }

        return exit;
    }

    private static string Serialize(FileInfo file, ClassProbability[] ranked) =>
        JsonSerializer.Serialize(new { Picture = file.ToString(), Classes = ranked }, TransferWebJson.Line);

    private static string Describe(FileInfo file, ClassProbability[] ranked) =>
        $"{file}: "
        + string.Join(
            ", ",
            ranked.Take(ClassesShown).Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Label} {c.Probability:P1}"))
        );
}
