using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using TransferWeb.Core;
using TransferWeb.Core.Datasets;
using TransferWeb.Training;
using TransferWeb.Training.Inspection;

namespace TransferWeb.Worker.Commands;

/// <summary><c>transferweb inspect</c>: opens every picture of a folder and says what is wrong with which.</summary>
internal static class InspectCommand
{
    private static readonly Option<DirectoryInfo> Data = new("--data")
    {
        Description = "The picture folder: class/… or train|val|test/class/….",
        Required = true,
    };

    private static readonly Option<FileInfo?> Out = new("--out") { Description = "Where the findings go, as a JSON document." };
    private static readonly Option<DirectoryInfo?> Thumbnails = new("--thumbnails")
    {
        Description = "A folder for small JPEGs of the pictures.",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Prints the progress as JSON lines." };

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new("inspect", "Opens every picture of a folder and says what is wrong with which.")
        {
            Data,
            Out,
            Thumbnails,
            Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        using StopSignals stop = new();
        string folder = parsed.GetValue(Data)!.FullName;
        if (!Directory.Exists(folder))
        {
            throw new UsageException($"The picture folder {folder} does not exist. Check the path.");
        }

        Action<InspectionProgress> report = parsed.GetValue(Json)
            ? progress => Console.Out.WriteLine(JsonSerializer.Serialize(progress, TransferWebJson.Line))
            : _ => { };
        DatasetInspector inspector = new(parsed.GetValue(Thumbnails)?.FullName, report, TimeProvider.System);
        DatasetInspection inspection = inspector.Inspect(folder, stop.Token);
        if (parsed.GetValue(Out) is { } file)
        {
            RunFolder.WriteJson(file.FullName, inspection);
        }

        if (!parsed.GetValue(Json))
        {
            Describe(inspection);
        }

        return ExitCodes.Done;
    }

    private static void Describe(DatasetInspection inspection)
    {
        foreach (PictureProblem problem in inspection.Problems)
        {
            Console.Out.WriteLine(problem.Sentence);
        }

        foreach (string label in inspection.Classes)
        {
            Console.Out.WriteLine($"{label}: {inspection.Samples.Count(s => s.Label == label)} pictures");
        }

        Console.Out.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{inspection.Samples.Count} pictures can be used, {inspection.Problems.Count(p => p.LeftOut)} files were left out."
            )
        );
    }
}
