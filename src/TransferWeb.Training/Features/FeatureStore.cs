using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
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
    private static readonly byte[] Magic = Encoding.ASCII.GetBytes("TWFEAT01");

    /// <summary>Finds a table, or null. A damaged file counts as none and is removed.</summary>
    public FeatureTable? Find(string name)
    {
        string path = PathOf(name);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            FeatureTable table = Decode(File.ReadAllBytes(path));
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
            return table;
        }
        catch (InvalidDataException)
        {
            File.Delete(path);
            return null;
        }
    }

    /// <summary>Keeps a table.</summary>
    public void Keep(string name, FeatureTable table)
    {
        WholeFile.Write(PathOf(name), Encode(table));
        Trim(PathOf(name));
    }

    private string PathOf(string name) => Path.Combine(folder, name + Ending);

    // Magic, rows (int32), dimensions (int32), a byte a row, a float32 a value, SHA-256 of all that.
    private static byte[] Encode(FeatureTable table)
    {
        int head = Magic.Length + (2 * sizeof(int));
        ReadOnlySpan<byte> present = MemoryMarshal.AsBytes(table.Present);
        ReadOnlySpan<byte> values = MemoryMarshal.AsBytes(table.Values);
        byte[] bytes = new byte[head + present.Length + values.Length + SHA256.HashSizeInBytes];
        Magic.CopyTo(bytes, 0);
        BitConverter.TryWriteBytes(bytes.AsSpan(Magic.Length), table.Rows);
        BitConverter.TryWriteBytes(bytes.AsSpan(Magic.Length + sizeof(int)), table.Dimensions);
        present.CopyTo(bytes.AsSpan(head));
        values.CopyTo(bytes.AsSpan(head + present.Length));
        SHA256.HashData(bytes.AsSpan(..^SHA256.HashSizeInBytes), bytes.AsSpan(^SHA256.HashSizeInBytes..));
        return bytes;
    }

    private static FeatureTable Decode(ReadOnlySpan<byte> bytes)
    {
        int head = Magic.Length + (2 * sizeof(int));
        if (
            bytes.Length < head + SHA256.HashSizeInBytes
            || !bytes.StartsWith(Magic)
            || !SHA256.HashData(bytes[..^SHA256.HashSizeInBytes]).AsSpan().SequenceEqual(bytes[^SHA256.HashSizeInBytes..])
        )
        {
            throw new InvalidDataException("The file of features is damaged.");
        }

        int rows = BitConverter.ToInt32(bytes[Magic.Length..]);
        int dimensions = BitConverter.ToInt32(bytes[(Magic.Length + sizeof(int))..]);
        bool[] present = MemoryMarshal.Cast<byte, bool>(bytes.Slice(head, rows)).ToArray();
        float[] values = MemoryMarshal.Cast<byte, float>(bytes[(head + rows)..^SHA256.HashSizeInBytes]).ToArray();
        return new FeatureTable(values, present, dimensions);
    }

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
