namespace TransferWeb.Vision.Weights.Pickle;

/// <summary>What a name of the allow-list stands for.</summary>
internal enum PickleGlobalKind
{
    OrderedDict,
    Set,
    RebuildTensor,
    RebuildParameter,
    Parameter,
    Size,
    Storage,
    Opaque,
}

/// <summary>The allow-list: every global that a file of weights may name. Each is interpreted here; nothing is ever imported or called.</summary>
internal static class PickleGlobals
{
    // Before the table below, which is built from it.
    private static readonly (string Prefix, string Dtype, WeightType Type)[] Storages =
    [
        ("Float", "float32", WeightType.Float32),
        ("Double", "float64", WeightType.Float64),
        ("Half", "float16", WeightType.Float16),
        ("BFloat16", "bfloat16", WeightType.BFloat16),
        ("Long", "int64", WeightType.Int64),
        ("Int", "int32", WeightType.Int32),
        ("Short", "int16", WeightType.Int16),
        ("Char", "int8", WeightType.Int8),
        ("Byte", "uint8", WeightType.UInt8),
        ("Bool", "bool", WeightType.Bool),
    ];

    private static readonly Dictionary<(string Module, string Name), PickleGlobal> Allowed = Build();

    /// <summary>The global, or null where it is not allowed.</summary>
    public static PickleGlobal? Find(string module, string name) => Allowed.GetValueOrDefault((module, name));

    private static Dictionary<(string, string), PickleGlobal> Build()
    {
        List<PickleGlobal> globals =
        [
            new("collections", "OrderedDict", PickleGlobalKind.OrderedDict),
            new("builtins", "set", PickleGlobalKind.Set),
            new("__builtin__", "set", PickleGlobalKind.Set),
            new("torch._utils", "_rebuild_tensor", PickleGlobalKind.RebuildTensor),
            new("torch._utils", "_rebuild_tensor_v2", PickleGlobalKind.RebuildTensor),
            new("torch._utils", "_rebuild_parameter", PickleGlobalKind.RebuildParameter),
            new("torch._utils", "_rebuild_parameter_with_state", PickleGlobalKind.RebuildParameter),
            new("torch.nn.parameter", "Parameter", PickleGlobalKind.Parameter),
            new("torch.nn", "Parameter", PickleGlobalKind.Parameter),
            new("torch", "Size", PickleGlobalKind.Size),
            new("torch", "device", PickleGlobalKind.Opaque),
            new("torch.serialization", "_get_layout", PickleGlobalKind.Opaque),
            new("argparse", "Namespace", PickleGlobalKind.Opaque),
            new("numpy", "dtype", PickleGlobalKind.Opaque),
            new("numpy.core.multiarray", "scalar", PickleGlobalKind.Opaque),
            new("numpy._core.multiarray", "scalar", PickleGlobalKind.Opaque),
            new("_codecs", "encode", PickleGlobalKind.Opaque),
        ];
        foreach ((string prefix, string dtype, WeightType type) in Storages)
        {
            globals.Add(new PickleGlobal("torch", prefix + "Storage", PickleGlobalKind.Storage, type));
            globals.Add(new PickleGlobal("torch.cuda", prefix + "Storage", PickleGlobalKind.Storage, type));
            globals.Add(new PickleGlobal("torch", prefix + "Tensor", PickleGlobalKind.Opaque, type));
            globals.Add(new PickleGlobal("torch.cuda", prefix + "Tensor", PickleGlobalKind.Opaque, type));
            globals.Add(new PickleGlobal("torch", dtype, PickleGlobalKind.Opaque, type));
        }

        return globals.ToDictionary(global => (global.Module, global.Name));
    }
}
