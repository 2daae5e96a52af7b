using System.Globalization;
using System.Text.Json;
using TransferWeb.Core;
using TransferWeb.Core.Metrics;
using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;
using TransferWeb.Training;

namespace TransferWeb.Worker.Display;

/// <summary>Says how a run ended.</summary>
internal static class RunSummary
{
    /// <summary>Writes the result, or that there is none.</summary>
    public static void Write(RunEnding ending, string folder, TextWriter output)
    {
        if (ending.Result is not { } result)
        {
            output.WriteLine("Stopped before there was a result.");
            return;
        }

        EvaluationReport report = ReadReport(folder);
        string split = result.EvaluatedSplit == Split.Test ? "test" : "validation";
        Say(
            output,
            $"Accuracy: {result.AccuracyTop1:P1} of {report.Images} pictures it never learnt from ({split}; 95 % interval {report.AccuracyInterval.Low:P1} to {report.AccuracyInterval.High:P1})."
        );
        Say(
            output,
            $"Always saying '{report.CommonestClass.Label}' would be right for {report.CommonestClass.Accuracy:P1}. It took {result.DurationSeconds:0.0} s."
        );
        Say(output, $"The model and its card are in {result.ModelFolder}.");
    }

    private static EvaluationReport ReadReport(string folder)
    {
        using FileStream stream = File.OpenRead(Path.Combine(folder, RunFiles.Evaluation));
        return JsonSerializer.Deserialize<EvaluationReport>(stream, TransferWebJson.File)
            ?? throw new InvalidDataException("The evaluation is empty.");
    }

    private static void Say(TextWriter output, FormattableString text) =>
        output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
