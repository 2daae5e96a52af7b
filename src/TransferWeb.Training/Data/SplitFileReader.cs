using System.Text.Json;
using TransferWeb.Core;
using TransferWeb.Core.Datasets;
using TransferWeb.Core.Metrics;
using TransferWeb.Core.Runs;

namespace TransferWeb.Training.Data;

/// <summary>Reads a split file into listed pictures.</summary>
public static class SplitFileReader
{
    /// <summary>The pictures the file names, in ordinal order.</summary>
    /// <exception cref="RunFailedException">It cannot be read, or a path is used twice or leads out of the folder.</exception>
    public static IReadOnlyList<ListedPicture> Read(string path)
    {
        SplitFile file = Parse(path);
        List<ListedPicture> pictures =
        [
            .. file.Train.Select(p => Listed(p, Split.Train)),
            .. file.Validation.Select(p => Listed(p, Split.Validation)),
            .. (file.Test ?? []).Select(p => Listed(p, Split.Test)),
        ];
        string? twice = pictures.CountBy(p => p.Path).Where(pair => pair.Value > 1).Select(pair => pair.Key).FirstOrDefault();
        if (twice is not null)
        {
            throw Unreadable(
                $"The split file names {twice} more than once. A picture may be in one split only, or the result would be too good to be true."
            );
        }

        return [.. pictures.OrderBy(p => p.Path, StringComparer.Ordinal)];
    }

    private static SplitFile Parse(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return JsonSerializer.Deserialize<SplitFile>(stream, TransferWebJson.File) ?? throw new JsonException("It is empty.");
        }
        catch (JsonException exception)
        {
            throw Unreadable(
                $"{Path.GetFileName(path)} is not a split file, which looks like {{\"train\": [\"class/a.jpg\"], \"val\": [\"class/b.jpg\"]}}: {exception.Message}",
                exception
            );
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable($"The split file {path} could not be read: {exception.Message}", exception);
        }
    }

    private static ListedPicture Listed(string path, Split split)
    {
        string[] parts = path.Replace('\\', '/').Split('/');
        if (parts.Length < 2 || Path.IsPathRooted(path) || parts.Any(part => part is "" or "." or ".."))
        {
            throw Unreadable(
                $"The split file names '{path}'. Paths in it start at the picture folder and hold the class: class/a.jpg."
            );
        }

        return new ListedPicture(string.Join('/', parts), parts[^2], split);
    }

    private static RunFailedException Unreadable(string message, Exception? inner = null) =>
        new(RunFailure.DatasetUnreadable, message, inner);
}
