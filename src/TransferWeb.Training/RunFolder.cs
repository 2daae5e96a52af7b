using System.Text;
using System.Text.Json;
using TransferWeb.Core;
using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;
using TransferWeb.Vision;

namespace TransferWeb.Training;

/// <summary>Reads and writes the small files of a run's folder. Each appears whole.</summary>
public static class RunFolder
{
    /// <summary>Writes the frozen spec.</summary>
    public static void WriteSpec(string folder, RunSpec spec) => WriteJson(Path.Combine(folder, RunFiles.Spec), spec);

    /// <summary>Reads a spec, from a run's folder or any file.</summary>
    /// <exception cref="RunFailedException">There is none, or it cannot be understood.</exception>
    public static RunSpec ReadSpec(string file)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            return JsonSerializer.Deserialize<RunSpec>(stream, TransferWebJson.File) ?? throw new JsonException("It is empty.");
        }
        catch (JsonException exception)
        {
            throw new RunFailedException(
                RunFailure.InvalidSpec,
                $"{Path.GetFileName(file)} is not a run's document: {exception.Message}",
                exception
            );
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunFailedException(RunFailure.InvalidSpec, $"{file} could not be read: {exception.Message}", exception);
        }
    }

    /// <summary>What an interrupted run is to go on with: where the spec leaves decisions that were made before the interruption, the document they were written into.</summary>
    public static RunSpec Decided(string folder, RunSpec asked)
    {
        string document = Path.Combine(folder, RunFiles.Spec);
        return asked.LeavesDecisions && File.Exists(document) && ReadSpec(document) is { LeavesDecisions: false } decided
            ? decided
            : asked;
    }

    /// <summary>Takes away what an interrupted run was just writing.</summary>
    public static void RemoveUnfinished(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder, "*.tmp", SearchOption.AllDirectories))
        {
            File.Delete(file);
        }
    }

    /// <summary>Writes a document, indented.</summary>
    public static void WriteJson<T>(string path, T document) =>
        WholeFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(document, TransferWebJson.File));

    /// <summary>Writes a text.</summary>
    public static void WriteText(string path, string text) => WholeFile.Write(path, Encoding.UTF8.GetBytes(text));
}
