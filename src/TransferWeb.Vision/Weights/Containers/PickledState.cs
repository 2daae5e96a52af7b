using TransferWeb.Vision.Weights.Pickle;

namespace TransferWeb.Vision.Weights.Containers;

/// <summary>What a pickled container holds: the value of its pickle, and where each storage lies in the file.</summary>
internal sealed record PickledState(object? Root, IReadOnlyDictionary<string, WeightStorage> Storages);

/// <summary>Turns persistent ids into storages, and remembers the kind of number each holds.</summary>
internal sealed class StorageIds(string fileName)
{
    private readonly Dictionary<string, WeightType> types = [];

    /// <summary>Key → kind of number, of every storage the pickle named.</summary>
    public IReadOnlyDictionary<string, WeightType> Types => types;

    /// <summary>("storage", type, key, location, count) or, in legacy files, with a sixth: None or (view key, offset, count).</summary>
    public object? Load(object? id)
    {
        if (
            id
            is not PickleTuple
            {
                Items: [
                    "storage",
                    PickleGlobal { Kind: PickleGlobalKind.Storage, Type: { } type },
                    var keyValue,
                    _,
                    _,
                    .. var rest,
                ]
            }
        )
        {
            throw WeightsException.Damaged(fileName, "an unknown kind of reference");
        }

        string key = KeyText(keyValue);
        if (!types.TryAdd(key, type) && types[key] != type)
        {
            throw WeightsException.Damaged(fileName, $"the storage {key} has two types");
        }

        long viewOffset = rest is [PickleTuple { Items: [_, long offset, ..] }] ? offset : 0;
        return new PickleStorage(type, key, viewOffset);
    }

    /// <summary>Keys are texts in newer files and numbers in the oldest.</summary>
    public string KeyText(object? key) =>
        key switch
        {
            string text => text,
            long number => FormattableString.Invariant($"{number}"),
            _ => throw WeightsException.Damaged(fileName, "a storage without a name"),
        };
}
