using System.Globalization;
using System.Text;
using TransferWeb.Vision.Weights.Pickle;

namespace TransferWeb.Vision.Weights.Containers;

/// <summary>The container of the first PyTorch releases: a tar with the members <c>storages</c>, <c>tensors</c> and <c>pickle</c>.</summary>
internal static class TarContainer
{
    private const int BlockBytes = 512;

    /// <summary>Whether the first block of a file is a tar header.</summary>
    public static bool IsTar(ReadOnlySpan<byte> start) => start.Length >= BlockBytes && start[257..].StartsWith("ustar"u8);

    public static PickledState Read(WeightSource source)
    {
        Dictionary<string, (long Offset, long Length)> members = ReadMembers(source);
        ByteCursor Open(string member) =>
            members.TryGetValue(member, out (long Offset, long Length) part)
                ? new ByteCursor(source, part.Offset, part.Length)
                : throw new WeightsException(
                    WeightsFault.NotAWeightFile,
                    $"{source.Name} is a tar file, but not one of PyTorch weights."
                );

        ByteCursor pickle = Open("pickle");
        StorageTable storages = ReadStorages(Open("storages"));
        Dictionary<string, PickleTensor> tensors = ReadTensors(Open("tensors"), storages);
        object? Load(object? id) =>
            id is string key && tensors.TryGetValue(key, out PickleTensor? tensor)
                ? tensor
                : throw WeightsException.Damaged(source.Name, "an unknown kind of reference");
        return new PickledState(new PickleReader(pickle, Load).Read(), storages.Places);
    }

    private static Dictionary<string, (long Offset, long Length)> ReadMembers(WeightSource source)
    {
        Dictionary<string, (long, long)> members = [];
        long at = 0;
        while (at + BlockBytes <= source.Length)
        {
            byte[] header = source.Read(at, BlockBytes);
            if (header[0] == 0)
            {
                break;
            }

            string name = Encoding.UTF8.GetString(header, 0, 100).TrimEnd('\0');
            long length = ReadOctal(header.AsSpan(124, 12), source.Name);
            source.CheckRange(at + BlockBytes, length);
            if (header[156] is 0 or (byte)'0')
            {
                members[name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name] = (at + BlockBytes, length);
            }

            at += BlockBytes + ((length + BlockBytes - 1) / BlockBytes * BlockBytes);
        }

        return members;
    }

    private static long ReadOctal(ReadOnlySpan<byte> field, string fileName)
    {
        string text = Encoding.ASCII.GetString(field).Trim('\0', ' ');
        long value = 0;
        foreach (char digit in text)
        {
            value = digit is >= '0' and <= '7'
                ? (value * 8) + (digit - '0')
                : throw WeightsException.Damaged(fileName, "a wrong tar header");
        }

        return value;
    }

    private static StorageTable ReadStorages(ByteCursor cursor)
    {
        StorageTable table = new();
        long count = ReadCount(cursor);
        for (long i = 0; i < count; i++)
        {
            if (PickleReader.ReadPlain(cursor) is not PickleTuple { Items: [long key, _, PickleGlobal { Type: { } type }] })
            {
                throw Wrong(cursor);
            }

            string text = Text(key);
            table.Known[text] = new PickleStorage(type, text, 0);
            table.Places[text] = RawStorage.Read(cursor, type);
        }

        AddViews(cursor, table);
        return table;
    }

    // A view is a storage that begins inside another: (its key, the other's key, offset, count).
    private static void AddViews(ByteCursor cursor, StorageTable table)
    {
        if (PickleReader.ReadPlain(cursor) is not PickleList views)
        {
            throw Wrong(cursor);
        }

        foreach (object? item in views.Items)
        {
            if (
                item is not PickleTuple { Items: [long view, long root, long offset, ..] }
                || !table.Known.TryGetValue(Text(root), out PickleStorage? storage)
            )
            {
                throw Wrong(cursor);
            }

            table.Known[Text(view)] = storage with { ViewOffset = offset };
        }
    }

    private static Dictionary<string, PickleTensor> ReadTensors(ByteCursor cursor, StorageTable storages)
    {
        Dictionary<string, PickleTensor> tensors = [];
        long count = ReadCount(cursor);
        for (long i = 0; i < count; i++)
        {
            if (
                PickleReader.ReadPlain(cursor) is not PickleTuple { Items: [long key, long storageKey, ..] }
                || !storages.Known.TryGetValue(Text(storageKey), out PickleStorage? storage)
            )
            {
                throw Wrong(cursor);
            }

            int dimensions = cursor.ReadInt32();
            cursor.Skip(4);
            if (dimensions is < 0 or > 64)
            {
                throw Wrong(cursor);
            }

            long[] shape = [.. Enumerable.Range(0, dimensions).Select(_ => cursor.ReadInt64())];
            long[] strides = [.. Enumerable.Range(0, dimensions).Select(_ => cursor.ReadInt64())];
            tensors[Text(key)] = new PickleTensor(storage, cursor.ReadInt64(), shape, strides);
        }

        return tensors;
    }

    private static long ReadCount(ByteCursor cursor) =>
        PickleReader.ReadPlain(cursor) is long count and >= 0 ? count : throw Wrong(cursor);

    private static string Text(long key) => key.ToString(CultureInfo.InvariantCulture);

    private static WeightsException Wrong(ByteCursor cursor) =>
        WeightsException.Damaged(cursor.Source.Name, "its tables make no sense");

    /// <summary>Storages by key, views among them, and where those that are no views lie.</summary>
    private sealed class StorageTable
    {
        public Dictionary<string, PickleStorage> Known { get; } = [];

        public Dictionary<string, WeightStorage> Places { get; } = [];
    }
}
