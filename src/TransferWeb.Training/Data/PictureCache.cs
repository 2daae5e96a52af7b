using System.Collections.Concurrent;
using Microsoft.Win32.SafeHandles;
using TransferWeb.Vision;

namespace TransferWeb.Training.Data;

/// <summary>
/// Keeps decoded pictures for later epochs: in memory up to a limit, then in a file up to another. The file is read as needed, so it costs this process no memory; the
/// system holds as much of it in its own as nobody else wants. It has no name once it is open, so it goes with the process, however that ends. What does not fit, or
/// cannot be written, is not kept. Safe on many threads.
/// </summary>
public sealed class PictureCache : IDisposable
{
    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly string folder;
    private readonly long memoryBytes;
    private readonly long fileBytes;
    private readonly Lock opening = new();

    // Many may read and write the file at once, but not while it is emptied. It holds nothing of the system's; batches that are still being prepared when
    // a run ends may use it after this object is disposed.
    private readonly ReaderWriterLockSlim emptying = new();
    private long memoryUsed;
    private long fileUsed;
    private SafeFileHandle? file;
    private bool fileFailed;

    /// <summary>Makes an empty cache; nothing is written before it is needed.</summary>
    /// <param name="folder">Where the file is made.</param>
    /// <param name="memoryBytes">The most it keeps in memory.</param>
    /// <param name="fileBytes">The most it keeps in the file.</param>
    public PictureCache(string folder, long memoryBytes, long fileBytes) =>
        (this.folder, this.memoryBytes, this.fileBytes) = (folder, memoryBytes, fileBytes);

    /// <summary>Limits for this machine: little memory, and a quarter of the space that is free where the file is made.</summary>
    /// <param name="folder">Where the file is made.</param>
    /// <param name="processes">How many processes of the run share these limits.</param>
    public static PictureCache In(string folder, int processes = 1)
    {
        const long Memory = 128L << 20;
        const long MostOnDisk = 16L << 30;
        long memory = Math.Min(Memory, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8);
        return new PictureCache(folder, memory / processes, Math.Min(MostOnDisk, DiskSpace.FreeBytes(folder) / 4) / processes);
    }

    /// <summary>A kept picture, or null. Dispose it when its pixels are no longer looked at.</summary>
    public CachedPicture? Find(string key)
    {
        if (!entries.TryGetValue(key, out Entry? entry))
        {
            return null;
        }

        if (entry.Pixels is { } kept)
        {
            return new CachedPicture(kept, entry.Width, entry.Height, rented: false);
        }

        emptying.EnterReadLock();
        try
        {
            return entries.ContainsKey(key) ? ReadFile(entry) : null;
        }
        finally
        {
            emptying.ExitReadLock();
        }
    }

    /// <summary>Keeps a picture where there is still room.</summary>
    /// <param name="key">What it is found by.</param>
    /// <param name="pixels">Width x height x 3 bytes.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    public void Keep(string key, ReadOnlySpan<byte> pixels, int width, int height)
    {
        if (Take(ref memoryUsed, memoryBytes, pixels.Length) is not null)
        {
            entries[key] = new Entry(pixels.ToArray(), 0, width, height);
            return;
        }

        emptying.EnterReadLock();
        try
        {
            if (!fileFailed && Take(ref fileUsed, fileBytes, pixels.Length) is { } offset)
            {
                RandomAccess.Write(Open(), pixels, offset);
                entries[key] = new Entry(null, offset, width, height);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Decoding again is slower, but never wrong: a full disk must not end a run for this.
            fileFailed = true;
        }
        finally
        {
            emptying.ExitReadLock();
        }
    }

    /// <summary>Gives back what the file takes of the disk, for good; what is in memory stays.</summary>
    /// <returns>Whether that was anything.</returns>
    public bool GiveRoom()
    {
        emptying.EnterWriteLock();
        try
        {
            fileFailed = true;
            string[] inFile = [.. entries.Where(pair => pair.Value.Pixels is null).Select(pair => pair.Key)];
            if (file is null || inFile.Length == 0)
            {
                return false;
            }

            foreach (string key in inFile)
            {
                entries.TryRemove(key, out _);
            }

            RandomAccess.SetLength(file, 0);
            return true;
        }
        finally
        {
            emptying.ExitWriteLock();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();

    private CachedPicture? ReadFile(Entry entry)
    {
        CachedPicture read = CachedPicture.Rent(entry.Width, entry.Height);
        if (RandomAccess.Read(Open(), read.Writable, entry.Offset) == read.Pixels.Length)
        {
            return read;
        }

        read.Dispose();
        return null;
    }

    /// <summary>The bytes taken before these, or null where they do not fit any more.</summary>
    private static long? Take(ref long used, long limit, long bytes)
    {
        long before = Interlocked.Add(ref used, bytes) - bytes;
        if (before + bytes <= limit)
        {
            return before;
        }

        Interlocked.Add(ref used, -bytes);
        return null;
    }

    private SafeFileHandle Open()
    {
        lock (opening)
        {
            return file ??= ScratchFile.Open(folder);
        }
    }

    private sealed record Entry(byte[]? Pixels, long Offset, int Width, int Height);
}
