using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>
/// One operator of libtorch, named as in its schema ("aten::add", "Tensor"). It is looked up at its first call; missing arguments take
/// the schema's defaults. Keep instances in static readonly fields.
/// </summary>
/// <remarks>Every call throws <see cref="ExternalException"/> with libtorch's message when libtorch refuses it.</remarks>
internal sealed unsafe class Operator(string name, string overload = "")
{
    private const int MaxResults = 8;
    private const int MaxStackBytes = 2048;

    private nint _handle;

    public string Name => overload.Length == 0 ? name : $"{name}.{overload}";

    /// <summary>Whether the installed libtorch has the operator.</summary>
    public bool Exists => _handle != 0 || NativeMethods.twt_find_operator(name, overload, out _handle) == 0;

    /// <summary>Calls an operator that returns one tensor. An in-place operator gives a fresh alias of its target.</summary>
    [SkipLocalsInit]
    public Tensor Call(params ReadOnlySpan<Arg> arguments)
    {
        var results = stackalloc NativeValue[MaxResults];
        Invoke(arguments, results, 1);
        return TensorOf(results[0]);
    }

    /// <summary>Calls an operator for its effect; tensors that it returns are released.</summary>
    [SkipLocalsInit]
    public void Run(params ReadOnlySpan<Arg> arguments)
    {
        var results = stackalloc NativeValue[MaxResults];
        var count = Invoke(arguments, results, 0);
        for (var i = 0; i < count; i++)
        {
            Release(results[i]);
        }
    }

    /// <summary>Calls an operator that returns two tensors.</summary>
    [SkipLocalsInit]
    public (Tensor, Tensor) Call2(params ReadOnlySpan<Arg> arguments)
    {
        var results = stackalloc NativeValue[MaxResults];
        Invoke(arguments, results, 2);
        return (TensorOf(results[0]), TensorOf(results[1]));
    }

    /// <summary>Calls an operator that returns three tensors.</summary>
    [SkipLocalsInit]
    public (Tensor, Tensor, Tensor) Call3(params ReadOnlySpan<Arg> arguments)
    {
        var results = stackalloc NativeValue[MaxResults];
        Invoke(arguments, results, 3);
        return (TensorOf(results[0]), TensorOf(results[1]), TensorOf(results[2]));
    }

    /// <summary>Calls an operator that returns a list of tensors.</summary>
    [SkipLocalsInit]
    public Tensor[] CallList(params ReadOnlySpan<Arg> arguments)
    {
        var results = stackalloc NativeValue[MaxResults];
        Invoke(arguments, results, 1);
        return TensorsOf(results[0]);
    }

    /// <summary>Calls an operator that returns a number (integer, floating point or truth value).</summary>
    [SkipLocalsInit]
    public Scalar CallScalar(params ReadOnlySpan<Arg> arguments)
    {
        var results = stackalloc NativeValue[MaxResults];
        Invoke(arguments, results, 1);
        return ScalarOf(results[0]);
    }

    /// <summary>
    /// Calls an operator of any kind: each result is a <see cref="Tensor"/>, <c>Tensor[]</c>, <see cref="Scalar"/>, <c>long[]</c>,
    /// <c>double[]</c>, <c>bool[]</c>, <c>string</c>, <see cref="Device"/> or null.
    /// </summary>
    [SkipLocalsInit]
    public object?[] CallAny(params ReadOnlySpan<Arg> arguments)
    {
        var results = stackalloc NativeValue[MaxResults];
        var values = new object?[Invoke(arguments, results, 0)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = ObjectOf(results[i]);
        }
        return values;
    }

    [SkipLocalsInit]
    private int Invoke(ReadOnlySpan<Arg> arguments, NativeValue* results, int wanted)
    {
        var scratchBytes = 0;
        foreach (ref readonly var argument in arguments)
        {
            scratchBytes = checked(scratchBytes + argument.ScratchBytes);
        }
        if (scratchBytes <= MaxStackBytes)
        {
            var scratch = stackalloc byte[MaxStackBytes];
            return Invoke(arguments, scratch, results, wanted);
        }
        var heap = (byte*)NativeMemory.Alloc((nuint)scratchBytes);
        try
        {
            return Invoke(arguments, heap, results, wanted);
        }
        finally
        {
            NativeMemory.Free(heap);
        }
    }

    [SkipLocalsInit]
    private int Invoke(ReadOnlySpan<Arg> arguments, byte* scratch, NativeValue* results, int wanted)
    {
        var values = stackalloc NativeValue[arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            scratch = arguments[i].Write(values + i, scratch);
        }
        long written;
        var status = NativeMethods.twt_call(Handle, values, arguments.Length, results, MaxResults, &written);
        foreach (ref readonly var argument in arguments)
        {
            GC.KeepAlive(argument.Reference);
        }
        NativeStatus.Check(status);
        if (written < wanted)
        {
            throw new InvalidOperationException($"{Name} returned {written} results where {wanted} were expected.");
        }
        return (int)written;
    }

    private nint Handle
    {
        get
        {
            if (_handle == 0)
            {
                NativeStatus.Check(NativeMethods.twt_find_operator(name, overload, out var found));
                _handle = found;
            }
            return _handle;
        }
    }

    private Tensor TensorOf(in NativeValue value) =>
        value.Tag == ValueTag.Tensor
            ? new Tensor(value.Pointer)
            : throw new InvalidOperationException($"{Name} returned {value.Tag} where a tensor was expected.");

    private Tensor[] TensorsOf(in NativeValue value)
    {
        if (value.Tag != ValueTag.TensorList)
        {
            throw new InvalidOperationException($"{Name} returned {value.Tag} where a list of tensors was expected.");
        }
        var handles = (nint*)value.Pointer;
        var tensors = new Tensor[value.Length];
        for (var i = 0; i < tensors.Length; i++)
        {
            tensors[i] = new Tensor(handles[i]);
        }
        return tensors;
    }

    private Scalar ScalarOf(in NativeValue value) =>
        value.Tag switch
        {
            ValueTag.Int => value.Bits,
            ValueTag.Double => value.Number,
            ValueTag.Bool => value.Bits != 0,
            _ => throw new InvalidOperationException($"{Name} returned {value.Tag} where a number was expected."),
        };

    private object? ObjectOf(in NativeValue value) =>
        value.Tag switch
        {
            ValueTag.None => null,
            ValueTag.Tensor => TensorOf(value),
            ValueTag.TensorList => TensorsOf(value),
            ValueTag.IntList => new Span<long>((void*)value.Pointer, (int)value.Length).ToArray(),
            ValueTag.DoubleList => new Span<double>((void*)value.Pointer, (int)value.Length).ToArray(),
            ValueTag.BoolList => new Span<bool>((void*)value.Pointer, (int)value.Length).ToArray(),
            ValueTag.String => Marshal.PtrToStringUTF8(value.Pointer, (int)value.Length),
            ValueTag.Device => new Device((DeviceType)value.Bits, value.Extra),
            _ => ScalarOf(value),
        };

    private static void Release(in NativeValue value)
    {
        if (value.Tag == ValueTag.Tensor)
        {
            NativeMethods.twt_tensor_free(value.Pointer);
        }
        else if (value.Tag == ValueTag.TensorList)
        {
            for (var i = 0; i < value.Length; i++)
            {
                NativeMethods.twt_tensor_free(((nint*)value.Pointer)[i]);
            }
        }
    }
}
