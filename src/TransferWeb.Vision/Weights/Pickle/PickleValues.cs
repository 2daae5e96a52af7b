namespace TransferWeb.Vision.Weights.Pickle;

/// <summary>A dictionary of a pickle. Entries with text keys are kept in order; of others only the number, since no state dict has any.</summary>
internal sealed class PickleDict
{
    public OrderedDictionary<string, object?> Entries { get; } = [];

    public int OtherKeys { get; private set; }

    public void Set(object? key, object? value)
    {
        if (key is string text)
        {
            Entries[text] = value;
        }
        else
        {
            OtherKeys++;
        }
    }
}

/// <summary>A list or set.</summary>
internal sealed class PickleList
{
    public List<object?> Items { get; } = [];
}

/// <summary>A tuple; also <c>torch.Size</c>.</summary>
internal sealed record PickleTuple(object?[] Items);

/// <summary>A name of the allow-list, standing for what Python would have imported.</summary>
internal sealed record PickleGlobal(string Module, string Name, PickleGlobalKind Kind, WeightType? Type = null);

/// <summary>Something harmless whose content does not matter here: a NumPy number, the arguments of a training script.</summary>
internal sealed class PickleOpaque;

/// <summary>A <c>Parameter</c> as the oldest files have it: made empty, filled by BUILD.</summary>
internal sealed class PickleParameter
{
    public PickleTensor? Data { get; set; }
}

/// <summary>A storage named by its key; <see cref="ViewOffset"/> is where a view into it begins, in elements.</summary>
internal sealed record PickleStorage(WeightType Type, string Key, long ViewOffset);

/// <summary>A tensor: part of a storage, offset and strides in elements.</summary>
internal sealed record PickleTensor(PickleStorage Storage, long Offset, long[] Shape, long[] Strides);
