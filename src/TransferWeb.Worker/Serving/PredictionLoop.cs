using System.Text.Json;
using TransferWeb.Core;
using TransferWeb.Core.Portal;
using TransferWeb.Training.Prediction;

namespace TransferWeb.Worker.Serving;

/// <summary>A question: which model (its folder) about which picture (its file). The id comes back with the answer.</summary>
internal sealed record PredictionRequest(string Id, string Model, string Picture);

/// <summary>An answer: classes, likeliest first, or an error's sentence.</summary>
internal sealed record PredictionAnswer(
    string? Id,
    IReadOnlyList<ClassProbability>? Classes,
    double? DurationMilliseconds,
    string? Error
);

/// <summary>Reads questions and writes answers, in order, a line each. No question ends the loop but the end of the input.</summary>
internal static class PredictionLoop
{
    /// <summary>Runs until the input ends.</summary>
    public static int Run(TextReader input, TextWriter output)
    {
        using PredictionService service = new();
        while (input.ReadLine() is { } line)
        {
            if (line.Length > 0)
            {
                output.WriteLine(JsonSerializer.Serialize(Answer(service, line), TransferWebJson.Line));
                output.Flush();
            }
        }

        return ExitCodes.Done;
    }

    private static PredictionAnswer Answer(PredictionService service, string line)
    {
        string? id = null;
        try
        {
            PredictionRequest request =
                JsonSerializer.Deserialize<PredictionRequest>(line, TransferWebJson.Line)
                ?? throw new JsonException("The line is empty.");
            id = request.Id;
            Prediction prediction = service.Predict(request.Model, request.Picture);
            return new PredictionAnswer(id, prediction.Classes, prediction.DurationMilliseconds, null);
        }
        catch (JsonException exception)
        {
            return new PredictionAnswer(id, null, null, $"The request is not understood: {exception.Message}");
        }
        catch (Exception exception)
        {
            return new PredictionAnswer(id, null, null, CommandLine.Sentence(exception));
        }
    }
}
