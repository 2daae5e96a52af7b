using TransferWeb.Vision.Weights.Containers;
using TransferWeb.Vision.Weights.Pickle;

namespace TransferWeb.Vision.Weights;

/// <summary>Finds the dictionary of named tensors in what a pickle held: at the top, or under a checkpoint's usual key.</summary>
internal static class StateDictFinder
{
    private const int MaxNesting = 3;
    private static readonly string[] WrapperKeys = ["state_dict", "model_state_dict", "model", "net"];

    public static List<WeightTensor> Find(PickledState state, string fileName, ICollection<string> notes)
    {
        PickleDict? dict = Unwrap(state.Root as PickleDict, MaxNesting, notes);
        if (dict is null)
        {
            throw NotAStateDict(state.Root, fileName);
        }

        List<WeightTensor> tensors = [];
        foreach ((string name, object? value) in dict.Entries)
        {
            tensors.Add(ToWeightTensor(name, AsTensor(value)!, state.Storages, fileName));
        }

        return tensors;
    }

    private static PickleDict? Unwrap(PickleDict? dict, int nesting, ICollection<string> notes)
    {
        if (dict is null || nesting == 0)
        {
            return null;
        }

        foreach (string key in WrapperKeys)
        {
            List<string> inner = [];
            if (dict.Entries.GetValueOrDefault(key) is PickleDict wrapped && Unwrap(wrapped, nesting - 1, inner) is { } found)
            {
                notes.Add($"The tensors were taken from the entry “{key}” of a checkpoint.");
                foreach (string note in inner)
                {
                    notes.Add(note);
                }

                return found;
            }
        }

        bool isStateDict =
            dict.Entries.Count > 0 && dict.OtherKeys == 0 && dict.Entries.Values.All(value => AsTensor(value) is not null);
        return isStateDict ? dict : null;
    }

    private static PickleTensor? AsTensor(object? value) => value as PickleTensor ?? (value as PickleParameter)?.Data;

    private static WeightTensor ToWeightTensor(
        string name,
        PickleTensor tensor,
        IReadOnlyDictionary<string, WeightStorage> storages,
        string fileName
    )
    {
        PickleStorage storage = tensor.Storage;
        if (!storages.TryGetValue(storage.Key, out WeightStorage place) || tensor.Offset < 0 || storage.ViewOffset < 0)
        {
            throw WeightsException.Damaged(fileName, $"the numbers of {name} are missing");
        }

        return new WeightTensor(
            name,
            storage.Type,
            place,
            unchecked(tensor.Offset + storage.ViewOffset),
            tensor.Shape,
            tensor.Strides
        );
    }

    private static WeightsException NotAStateDict(object? root, string fileName)
    {
        string found = root switch
        {
            PickleDict { Entries.Count: > 0 } dict =>
                $"a dictionary of {dict.Entries.Count + dict.OtherKeys} entries ({string.Join(", ", dict.Entries.Keys.Take(3))}, …) that are not all tensors",
            PickleDict => "a dictionary without named entries",
            PickleTensor or PickleParameter => "a single tensor without a name",
            _ => "no dictionary",
        };
        return new WeightsException(
            WeightsFault.NotAStateDict,
            $"{fileName} can be read, but it is not a state dict: it holds {found}. It fits no backbone here."
        );
    }
}
