using System.Text;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>
/// One argument of an <see cref="Operator"/> call. Everything an operator takes converts to it implicitly; <c>default</c> means the
/// schema's own default, and a null reference means "none".
/// </summary>
internal readonly struct Arg
{
    private readonly object? _reference;
    private readonly long _bits;
    private readonly ValueTag _tag;
    private readonly int _extra;

    private Arg(ValueTag tag, long bits = 0, object? reference = null, int extra = 0)
    {
        _tag = tag;
        _bits = bits;
        _reference = reference;
        _extra = extra;
    }

    /// <summary>No value, for an optional parameter.</summary>
    public static Arg None => new(ValueTag.None);

    /// <summary>What the argument refers to, to be kept alive during the call.</summary>
    public object? Reference => _reference;

    /// <summary>A list of tensors; null entries are "no tensor" where the operator allows it.</summary>
    public static Arg List(IEnumerable<Tensor?> tensors) =>
        new(ValueTag.TensorList, reference: tensors as Tensor?[] ?? tensors.ToArray());

    public static implicit operator Arg(Tensor? tensor) => Of(ValueTag.Tensor, tensor);

    public static implicit operator Arg(Tensor?[]? tensors) => Of(ValueTag.TensorList, tensors);

    public static implicit operator Arg(long value) => new(ValueTag.Int, value);

    public static implicit operator Arg(long? value) => value is { } given ? given : None;

    public static implicit operator Arg(double value) => new(ValueTag.Double, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Arg(double? value) => value is { } given ? given : None;

    public static implicit operator Arg(bool value) => new(ValueTag.Bool, value ? 1 : 0);

    public static implicit operator Arg(bool? value) => value is { } given ? given : None;

    public static implicit operator Arg(string? text) => Of(ValueTag.String, text);

    public static implicit operator Arg(long[]? values) => Of(ValueTag.IntList, values);

    public static implicit operator Arg(double[]? values) => Of(ValueTag.DoubleList, values);

    public static implicit operator Arg(bool[]? values) => Of(ValueTag.BoolList, values);

    public static implicit operator Arg(Generator? generator) => Of(ValueTag.Generator, generator);

    public static implicit operator Arg(ScalarType type) => (long)type;

    public static implicit operator Arg(ScalarType? type) => type is { } given ? given : None;

    public static implicit operator Arg(Scalar? scalar) => scalar is null ? None : new(scalar.Tag, scalar.Bits);

    public static implicit operator Arg(Device? device) =>
        device is null ? None : new(ValueTag.Device, (long)device.type, extra: device.index);

    private static Arg Of(ValueTag tag, object? reference) => reference is null ? None : new(tag, reference: reference);

    /// <summary>Bytes that <see cref="Write"/> may need beside the value itself.</summary>
    public int ScratchBytes =>
        _tag switch
        {
            ValueTag.IntList => ((long[])_reference!).Length * sizeof(long),
            ValueTag.DoubleList => ((double[])_reference!).Length * sizeof(double),
            ValueTag.TensorList => ((Tensor?[])_reference!).Length * sizeof(long),
            ValueTag.BoolList => Padded(((bool[])_reference!).Length),
            ValueTag.String => Padded(Encoding.UTF8.GetMaxByteCount(((string)_reference!).Length)),
            _ => 0,
        };

    /// <summary>Writes the value for the native side; lists are copied to the scratch memory. Returns the scratch left over.</summary>
    public unsafe byte* Write(NativeValue* target, byte* scratch)
    {
        target->Tag = _tag;
        target->Extra = _extra;
        target->Length = 0;
        switch (_tag)
        {
            case ValueTag.Tensor:
                target->Bits = ((Tensor)_reference!).Handle;
                return scratch;
            case ValueTag.Generator:
                target->Bits = ((Generator)_reference!).Handle;
                return scratch;
            case ValueTag.IntList:
            case ValueTag.DoubleList:
            case ValueTag.BoolList:
            case ValueTag.TensorList:
            case ValueTag.String:
                target->Bits = (nint)scratch;
                target->Length = WriteList(scratch);
                return scratch + ScratchBytes;
            default:
                target->Bits = _bits;
                return scratch;
        }
    }

    private unsafe long WriteList(byte* scratch)
    {
        switch (_reference)
        {
            case long[] integers:
                integers.CopyTo(new Span<long>(scratch, integers.Length));
                return integers.Length;
            case double[] numbers:
                numbers.CopyTo(new Span<double>(scratch, numbers.Length));
                return numbers.Length;
            case bool[] flags:
                flags.CopyTo(new Span<bool>(scratch, flags.Length));
                return flags.Length;
            case string text:
                return Encoding.UTF8.GetBytes(text, new Span<byte>(scratch, ScratchBytes));
            default:
                var tensors = (Tensor?[])_reference!;
                for (var i = 0; i < tensors.Length; i++)
                {
                    ((nint*)scratch)[i] = tensors[i]?.Handle ?? 0;
                }
                return tensors.Length;
        }
    }

    private static int Padded(int bytes) => (bytes + 7) & ~7;
}
