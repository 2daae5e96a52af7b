using System.Globalization;
using TransferWeb.Core.Files;

namespace TransferWeb.Vision;

/// <summary>A file could not be written because its disk, or this user's share of it, is full. The message names the folder and what is missing.</summary>
public sealed class DiskFullException : IOException
{
    /// <summary>Makes the failure.</summary>
    /// <param name="path">The file that was to be written.</param>
    /// <param name="sizeBytes">What all of it needs, where that is known.</param>
    /// <param name="inner">What the system said.</param>
    public DiskFullException(string path, long? sizeBytes, IOException inner)
        : base(Sentence(Path.GetFullPath(path), sizeBytes), inner) => HResult = inner.HResult;

    /// <summary>Whether the system said that the disk is full, or a quota used up.</summary>
    public static bool IsCauseOf(IOException exception) => DiskCodes.SaysFull(exception);

    private static string Sentence(string path, long? sizeBytes)
    {
        string file = Path.GetFileName(path);
        string folder = Path.GetDirectoryName(path)!;
        long free = DiskSpace.FreeBytes(folder);
        return sizeBytes switch
        {
            null => $"The disk is full: {file} could not be written to {folder}.",
            // Half a line may be what is missing, with the block it begins in still free.
            { } needed when free < Math.Max(needed, Environment.SystemPageSize) =>
                $"The disk is full: {file} needs {Size(needed)} in {folder}, and {Size(free)} are free.",
            { } needed =>
                $"The disk is full for this user: {file} needs {Size(needed)} in {folder}, and a quota or the number of files allows no more.",
        };
    }

    private static string Size(long bytes) =>
        bytes switch
        {
            < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
            < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.#} kB"),
            < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.#} MB"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.#} GB"),
        };
}
