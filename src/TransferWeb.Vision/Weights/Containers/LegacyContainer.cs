using TransferWeb.Vision.Weights.Pickle;

namespace TransferWeb.Vision.Weights.Containers;

/// <summary>The container of PyTorch before 1.6: five pickles in a row (magic number, version, machine, the object, storage keys), then the raw storages.</summary>
internal static class LegacyContainer
{
    /// <summary>The bytes that the magic number's pickle begins with.</summary>
    public static ReadOnlySpan<byte> Signature =>
        [0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, (byte)'.'];

    public static PickledState Read(WeightSource source)
    {
        ByteCursor cursor = new(source, 0, source.Length);
        PickleReader.ReadPlain(cursor);
        if (!source.Read(0, (int)Math.Min(source.Length, Signature.Length)).AsSpan().SequenceEqual(Signature))
        {
            throw new WeightsException(
                WeightsFault.NotAWeightFile,
                $"{source.Name} is a pickle, but not one of PyTorch weights."
            );
        }

        PickleReader.ReadPlain(cursor);
        PickleReader.ReadPlain(cursor);
        StorageIds ids = new(source.Name);
        object? root = new PickleReader(cursor, ids.Load).Read();
        if (PickleReader.ReadPlain(cursor) is not PickleList keys)
        {
            throw WeightsException.Damaged(source.Name, "the list of storages is missing");
        }

        return new PickledState(root, ReadStorages(cursor, keys, ids));
    }

    private static Dictionary<string, WeightStorage> ReadStorages(ByteCursor cursor, PickleList keys, StorageIds ids)
    {
        Dictionary<string, WeightStorage> storages = [];
        foreach (object? keyValue in keys.Items)
        {
            string key = ids.KeyText(keyValue);
            if (!ids.Types.TryGetValue(key, out WeightType type))
            {
                throw WeightsException.Damaged(cursor.Source.Name, $"the storage {key} belongs to no tensor");
            }

            storages[key] = RawStorage.Read(cursor, type);
        }

        return storages;
    }
}

/// <summary>A storage as the older containers have it: the number of elements (8 bytes), then the elements.</summary>
internal static class RawStorage
{
    public static WeightStorage Read(ByteCursor cursor, WeightType type)
    {
        long count = cursor.ReadInt64();
        if (count < 0 || count > cursor.Remaining / type.SizeBytes())
        {
            throw cursor.TooShort();
        }

        WeightStorage storage = new(cursor.Source, cursor.Position, count * type.SizeBytes());
        cursor.Skip(storage.SizeBytes);
        return storage;
    }
}
