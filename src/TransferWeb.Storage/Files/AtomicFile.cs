using System.Security.Cryptography;
using System.Text.Json;
using TransferWeb.Core;

namespace TransferWeb.Storage.Files;

/// <summary>Files that appear whole or not at all: written beside, flushed to the disk, renamed.</summary>
public static class AtomicFile
{
    /// <summary>Writes a document as indented JSON.</summary>
    /// <returns>SHA-256 of the file, lower-case hexadecimal.</returns>
    public static async Task<string> WriteJsonAsync<T>(string path, T document, CancellationToken cancellationToken = default)
    {
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(document, TransferWebJson.File);
        await WriteAsync(path, async file => await file.WriteAsync(bytes, cancellationToken), cancellationToken);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    /// <summary>Writes a file with <paramref name="write"/>; nothing stays of it where that throws.</summary>
    public static async Task WriteAsync(string path, Func<Stream, Task> write, CancellationToken cancellationToken = default)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string beside = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            await using (FileStream file = new(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                await write(file);
                await file.FlushAsync(cancellationToken);
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    /// <summary>SHA-256 of a file, lower-case hexadecimal.</summary>
    public static async Task<string> HashAsync(string path, CancellationToken cancellationToken = default)
    {
        await using FileStream file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }

    /// <summary>Reads a JSON document; null where the file is absent.</summary>
    /// <exception cref="JsonException">The file is not such a document.</exception>
    public static async Task<T?> ReadJsonAsync<T>(string path, CancellationToken cancellationToken = default)
        where T : class
    {
        if (!File.Exists(path))
        {
            return null;
        }

        await using FileStream file = File.OpenRead(path);
        return await JsonSerializer.DeserializeAsync<T>(file, TransferWebJson.File, cancellationToken);
    }
}
