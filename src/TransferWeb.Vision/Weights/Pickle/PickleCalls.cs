namespace TransferWeb.Vision.Weights.Pickle;

/// <summary>What the allowed globals mean when a pickle "calls" them.</summary>
internal static class PickleCalls
{
    private const int MaxDimensions = 64;

    /// <summary>The value of global(arguments). <paramref name="spend"/> counts work, <paramref name="damaged"/> makes the exception.</summary>
    public static object? Call(
        PickleGlobal global,
        object?[] arguments,
        Action<int> spend,
        Func<string, WeightsException> damaged
    ) =>
        global.Kind switch
        {
            PickleGlobalKind.OrderedDict => ToDict(arguments, spend, damaged),
            PickleGlobalKind.Set => arguments is [PickleList list] ? list : new PickleList(),
            PickleGlobalKind.RebuildTensor => ToTensor(arguments, damaged),
            PickleGlobalKind.RebuildParameter => arguments is [PickleTensor data, ..]
                ? data
                : throw damaged("a parameter without data"),
            PickleGlobalKind.Parameter => new PickleParameter { Data = arguments is [PickleTensor data, ..] ? data : null },
            PickleGlobalKind.Size => arguments is [PickleTuple size] ? size : throw damaged("a wrong size"),
            PickleGlobalKind.Opaque => new PickleOpaque(),
            _ => throw damaged($"{global.Module}.{global.Name} is called"),
        };

    /// <summary>BUILD: gives an object its state. Only a parameter of the oldest files needs any.</summary>
    public static void Build(object? target, object? state, Func<string, WeightsException> damaged)
    {
        if (target is PickleParameter parameter)
        {
            parameter.Data = state is PickleTuple { Items: [PickleTensor data, ..] }
                ? data
                : throw damaged("a parameter without data");
        }
    }

    public static PickleList ToList(object?[] items)
    {
        PickleList list = new();
        list.Items.AddRange(items);
        return list;
    }

    private static PickleDict ToDict(object?[] arguments, Action<int> spend, Func<string, WeightsException> damaged)
    {
        PickleDict dict = new();
        IReadOnlyList<object?> pairs = arguments switch
        {
            [] => [],
            [PickleList list] => list.Items,
            [PickleTuple tuple] => tuple.Items,
            _ => throw damaged("a wrong dictionary"),
        };
        spend(pairs.Count);
        foreach (object? pair in pairs)
        {
            (object? key, object? value) = pair switch
            {
                PickleTuple { Items: [var k, var v] } => (k, v),
                PickleList { Items: [var k, var v] } => (k, v),
                _ => throw damaged("a wrong dictionary"),
            };
            dict.Set(key, value);
        }

        return dict;
    }

    private static PickleTensor ToTensor(object?[] arguments, Func<string, WeightsException> damaged) =>
        arguments is [PickleStorage storage, long offset, PickleTuple shape, PickleTuple strides, ..]
            ? new PickleTensor(storage, offset, ToLongs(shape, damaged), ToLongs(strides, damaged))
            : throw damaged("a wrong tensor");

    private static long[] ToLongs(PickleTuple tuple, Func<string, WeightsException> damaged) =>
        tuple.Items.Length <= MaxDimensions && tuple.Items.All(item => item is long)
            ? [.. tuple.Items.Cast<long>()]
            : throw damaged("a tensor of impossible size");
}
