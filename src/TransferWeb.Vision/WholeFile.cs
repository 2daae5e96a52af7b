namespace TransferWeb.Vision;

/// <summary>Files that appear whole: written beside their final name, flushed to the disk, then renamed over it.</summary>
public static class WholeFile
{
    /// <summary>Writes <paramref name="path"/> through <paramref name="write"/>; on any failure the old file, if there was one, is untouched and nothing stays beside it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes all of it.</param>
    /// <param name="sizeBytes">What it will need, to be named where the disk is full; null where that is not known before.</param>
    /// <exception cref="DiskFullException">The disk is full.</exception>
    public static void Write(string path, Action<FileStream> write, long? sizeBytes = null)
    {
        string full = Path.GetFullPath(path);
        string beside = $"{full}.{Environment.ProcessId}-{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            using (FileStream stream = new(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, full, overwrite: true);
        }
        catch (IOException exception) when (DiskFullException.IsCauseOf(exception))
        {
            RemoveIfThere(beside);
            throw new DiskFullException(full, sizeBytes, exception);
        }
        catch
        {
            RemoveIfThere(beside);
            throw;
        }
    }

    /// <summary>Writes <paramref name="bytes"/> as the whole content of <paramref name="path"/>.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        byte[] copy = bytes.ToArray();
        Write(path, stream => stream.Write(copy), copy.Length);
    }

    private static void RemoveIfThere(string file)
    {
        if (File.Exists(file))
        {
            File.Delete(file);
        }
    }
}
