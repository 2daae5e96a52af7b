using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;
using TransferWeb.Vision;

namespace TransferWeb.Training.Features;

/// <summary>
/// Keeps feature tables in a folder, a file each under its <see cref="FeatureKey"/>'s name. Files appear whole, carry a checksum, and the ones used longest
/// ago are removed when all together grow too big. Several processes may share the folder.
/// </summary>
/// <param name="folder">Made when the first table is kept.</param>
/// <param name="limitBytes">Size all files together are kept below.</param>
public sealed class FeatureStore(string folder, long limitBytes = 4L << 30)
{
    private const string Ending = ".features";
    private const int PartBytes = 1 << 20;
    private static readonly byte[] Magic = Encoding.ASCII.GetBytes("TWFEAT01");
    private static readonly int HeadBytes = Magic.Length + (2 * sizeof(int));

    /// <summary>Finds a table, or null. A damaged file counts as none and is removed; one that cannot be read counts as none.</summary>
    public FeatureTable? Find(string name)
    {
        string path = PathOf(name);
        if (!File.Exists(path))
        {
            return null;
        }

        FeatureTable? table = null;
        Attempt(() => table = Read(path), orElse: () => Attempt(() => File.Delete(path)));
        if (table is not null)
        {
            Attempt(() => File.SetLastWriteTimeUtc(path, DateTime.UtcNow));
        }

        return table;
    }

    /// <summary>Keeps a table.</summary>
    /// <exception cref="IOException">The disk refuses it, as when it is full; what was kept before is as it was.</exception>
    public void Keep(string name, FeatureTable table)
    {
        WholeFile.Write(PathOf(name), stream => Write(table, stream), SizeOf(table));
        Trim(PathOf(name));
    }

    /// <summary>Does what a folder that may only be read refuses, as it may: the table can be computed.</summary>
    /// <param name="action">What is tried.</param>
    /// <param name="orElse">Done where the file is damaged.</param>
    private static void Attempt(Action action, Action? orElse = null)
    {
        try
        {
            action();
        }
        catch (InvalidDataException)
        {
            orElse?.Invoke();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Counts as not done.
        }
    }

    private string PathOf(string name) => Path.Combine(folder, name + Ending);

    private static long SizeOf(FeatureTable table) => HeadBytes + table.Rows + table.Bytes + SHA256.HashSizeInBytes;

    // Magic, rows (int32), dimensions (int32), a byte a row, a float32 a value, SHA-256 of all that.
    private static void Write(FeatureTable table, FileStream stream)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] head = new byte[HeadBytes];
        Magic.CopyTo(head, 0);
        BitConverter.TryWriteBytes(head.AsSpan(Magic.Length), table.Rows);
        BitConverter.TryWriteBytes(head.AsSpan(Magic.Length + sizeof(int)), table.Dimensions);
        Append(head);
        Append(MemoryMarshal.AsBytes(table.Present));
        int rowsAtOnce = RowsAtOnce(table.Dimensions);
        float[] values = new float[rowsAtOnce * table.Dimensions];
        for (int row = 0; row < table.Rows; row += rowsAtOnce)
        {
            Span<float> part = values.AsSpan(0, Math.Min(rowsAtOnce, table.Rows - row) * table.Dimensions);
            table.Read(row, part);
            Append(MemoryMarshal.AsBytes(part));
        }

        stream.Write(hash.GetHashAndReset());

        void Append(ReadOnlySpan<byte> bytes)
        {
            hash.AppendData(bytes);
            stream.Write(bytes);
        }
    }

    private static FeatureTable Read(string path)
    {
        SafeFileHandle file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        try
        {
            RequireWhole(file);
            byte[] head = ReadBytes(file, 0, HeadBytes);
            int rows = BitConverter.ToInt32(head, Magic.Length);
            int dimensions = BitConverter.ToInt32(head, Magic.Length + sizeof(int));
            bool[] present = MemoryMarshal.Cast<byte, bool>(ReadBytes(file, HeadBytes, rows)).ToArray();
            FeatureTable kept = new(file, HeadBytes + rows, present, dimensions);
            if (kept.Bytes > FeatureTable.MostInMemory)
            {
                return kept;
            }

            float[] values = new float[rows * dimensions];
            kept.Read(0, values);
            kept.Dispose();
            return new FeatureTable(values, present, dimensions);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Checks the beginning and the checksum at the end.</summary>
    private static void RequireWhole(SafeFileHandle file)
    {
        long length = RandomAccess.GetLength(file) - SHA256.HashSizeInBytes;
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] part = new byte[PartBytes];
        for (long done = 0; done < length; )
        {
            int read = RandomAccess.Read(file, part.AsSpan(0, (int)Math.Min(part.Length, length - done)), done);
            hash.AppendData(part, 0, read);
            done += read;
        }

        if (
            length < HeadBytes
            || !ReadBytes(file, 0, Magic.Length).AsSpan().SequenceEqual(Magic)
            || !ReadBytes(file, length, SHA256.HashSizeInBytes).AsSpan().SequenceEqual(hash.GetHashAndReset())
        )
        {
            throw new InvalidDataException("The file of features is damaged.");
        }
    }

    private static byte[] ReadBytes(SafeFileHandle file, long offset, int count)
    {
        byte[] bytes = new byte[count];
        return RandomAccess.Read(file, bytes, offset) == count
            ? bytes
            : throw new InvalidDataException("The file of features is damaged.");
    }

    private static int RowsAtOnce(int dimensions) => Math.Max(1, PartBytes / (dimensions * sizeof(float)));

    private void Trim(string keep)
    {
        long total = 0;
        foreach (FileInfo file in new DirectoryInfo(folder).GetFiles("*" + Ending).OrderByDescending(f => f.LastWriteTimeUtc))
        {
            total += file.Length;
            if (total > limitBytes && file.FullName != Path.GetFullPath(keep))
            {
                file.Delete();
            }
        }
    }
}
