using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using TransferWeb.Core;
using TransferWeb.Core.Models;
using TransferWeb.Training;
using TransferWeb.Training.Evaluation;
using TransferWeb.Training.Prediction;

namespace TransferWeb.Worker.Commands;

/// <summary><c>transferweb evaluate</c>: measures a trained model on labelled pictures.</summary>
internal static class EvaluateCommand
{
    private static readonly Option<DirectoryInfo> Model = new("--model")
    {
        Description = "A trained model's folder.",
        Required = true,
    };
    private static readonly Option<DirectoryInfo> Data = new("--data")
    {
        Description = "Labelled pictures: class/… or train|val|test/class/… (test is taken, else val).",
        Required = true,
    };

    private static readonly Option<FileInfo?> Split = new("--split")
    {
        Description = "A split file; its test pictures are taken, else its val pictures.",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Prints the whole evaluation as one JSON line." };

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new("evaluate", "Measures a trained model on labelled pictures.") { Model, Data, Split, Json };
        command.SetAction(
            async (parsed, _) =>
            {
                using StopSignals stop = new();
                return await EngineThread.RunAsync(() => Run(parsed, stop.Token));
            }
        );
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        string folder = parsed.GetValue(Data)!.FullName;
        if (!Directory.Exists(folder))
        {
            throw new UsageException($"The picture folder {folder} does not exist. Check the path.");
        }

        using Predictor predictor = Predictor.Load(parsed.GetValue(Model)!.FullName);
        EvaluationReport report = new FolderEvaluator(predictor, Console.Error.WriteLine).Evaluate(
            folder,
            parsed.GetValue(Split)?.FullName,
            cancellation
        );
        if (parsed.GetValue(Json))
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(report, TransferWebJson.Line));
        }
        else
        {
            Describe(report);
        }

        return ExitCodes.Done;
    }

    private static void Describe(EvaluationReport report)
    {
        foreach (ClassReport row in report.PerClass)
        {
            Say(
                $"{row.Label}: found {row.Recall:P1}, right when said {row.Precision:P1}, F1 {row.F1:0.000}, {row.Support} pictures"
            );
        }

        Say(
            $"Accuracy: {report.AccuracyTop1:P1} of {report.Images} pictures (95 % interval {report.AccuracyInterval.Low:P1} to {report.AccuracyInterval.High:P1}); always saying '{report.CommonestClass.Label}' would be right for {report.CommonestClass.Accuracy:P1}."
        );
    }

    private static void Say(FormattableString text) => Console.Out.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
