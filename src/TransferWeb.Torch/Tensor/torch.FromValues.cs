using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor of one element and no dimensions.</summary>
    public static Tensor tensor(float scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromValues([scalar], [], dtype, device, requires_grad);

    /// <summary>A tensor of one element and no dimensions.</summary>
    public static Tensor tensor(double scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromValues([scalar], [], dtype, device, requires_grad);

    /// <summary>A tensor of one element and no dimensions.</summary>
    public static Tensor tensor(long scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromValues([scalar], [], dtype, device, requires_grad);

    /// <summary>A tensor of one element and no dimensions.</summary>
    public static Tensor tensor(int scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromValues([scalar], [], dtype, device, requires_grad);

    /// <summary>A tensor of one element and no dimensions.</summary>
    public static Tensor tensor(short scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromValues([scalar], [], dtype, device, requires_grad);

    /// <summary>A tensor of one element and no dimensions.</summary>
    public static Tensor tensor(byte scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromValues([scalar], [], dtype, device, requires_grad);

    /// <summary>A tensor of one element and no dimensions.</summary>
    public static Tensor tensor(sbyte scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromValues([scalar], [], dtype, device, requires_grad);

    /// <summary>A tensor of one element and no dimensions.</summary>
    public static Tensor tensor(bool scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromValues([scalar], [], dtype, device, requires_grad);

    /// <summary>A tensor of one element and no dimensions.</summary>
    public static Tensor tensor(Half scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromValues([scalar], [], dtype, device, requires_grad);

    /// <summary>The values in one dimension. Without a type they keep their own.</summary>
    public static Tensor tensor<T>(IList<T> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
        where T : unmanaged => FromValues<T>(AsSpan(rawArray), [rawArray.Count], dtype, device, requires_grad);

    /// <summary>The values in the given shape, the last dimension running fastest.</summary>
    /// <exception cref="ArgumentException">The shape holds another number of values.</exception>
    public static Tensor tensor<T>(
        IList<T> rawArray,
        long[] dimensions,
        ScalarType? dtype = null,
        Device? device = null,
        bool requires_grad = false
    )
        where T : unmanaged => FromValues<T>(AsSpan(rawArray), dimensions, dtype, device, requires_grad);

    public static Tensor tensor<T>(
        IList<T> rawArray,
        long dim0,
        long dim1,
        ScalarType? dtype = null,
        Device? device = null,
        bool requires_grad = false
    )
        where T : unmanaged => tensor(rawArray, [dim0, dim1], dtype, device, requires_grad);

    public static Tensor tensor<T>(
        IList<T> rawArray,
        long dim0,
        long dim1,
        long dim2,
        ScalarType? dtype = null,
        Device? device = null,
        bool requires_grad = false
    )
        where T : unmanaged => tensor(rawArray, [dim0, dim1, dim2], dtype, device, requires_grad);

    public static Tensor tensor<T>(
        IList<T> rawArray,
        long dim0,
        long dim1,
        long dim2,
        long dim3,
        ScalarType? dtype = null,
        Device? device = null,
        bool requires_grad = false
    )
        where T : unmanaged => tensor(rawArray, [dim0, dim1, dim2, dim3], dtype, device, requires_grad);

    /// <summary>The values in the given shape, the last dimension running fastest.</summary>
    public static Tensor tensor<T>(
        Memory<T> rawArray,
        long[] dimensions,
        ScalarType? dtype = null,
        Device? device = null,
        bool requires_grad = false
    )
        where T : unmanaged => FromValues<T>(rawArray.Span, dimensions, dtype, device, requires_grad);

    public static Tensor tensor<T>(T[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
        where T : unmanaged => Made(from_array(rawArray, dtype, device), requires_grad);

    public static Tensor tensor<T>(T[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
        where T : unmanaged => Made(from_array(rawArray, dtype, device), requires_grad);

    public static Tensor tensor<T>(T[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
        where T : unmanaged => Made(from_array(rawArray, dtype, device), requires_grad);

    /// <summary>The values as a tensor.</summary>
    public static Tensor as_tensor<T>(IList<T> data, ScalarType? dtype = null, Device? device = null)
        where T : unmanaged => tensor(data, dtype, device);

    /// <summary>The tensor with the type and on the device.</summary>
    public static Tensor as_tensor(Tensor data, ScalarType? dtype = null, Device? device = null) =>
        data.to(dtype ?? data.dtype, device ?? data.device);

    /// <summary>A copy of an array of any number of dimensions.</summary>
    /// <exception cref="ArgumentException">No tensor element type stores such elements.</exception>
    public static Tensor from_array(Array rawArray, ScalarType? dtype = null, Device? device = null)
    {
        var type = ScalarTypeOf(rawArray.GetType().GetElementType()!);
        var shape = Enumerable.Range(0, rawArray.Rank).Select(rawArray.GetLongLength).ToArray();
        var length = checked((int)(rawArray.LongLength * type.ElementSize()));
        var bytes = MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(rawArray), length);
        return FromBytes(bytes, type, shape, dtype, device, false);
    }

    private static Tensor FromValues<T>(
        ReadOnlySpan<T> values,
        long[] shape,
        ScalarType? dtype,
        Device? device,
        bool requiresGrad
    )
        where T : unmanaged
    {
        var expected = shape.Aggregate(1L, (product, length) => product * length);
        return values.Length == expected
            ? FromBytes(Bytes(values), ScalarTypeOf(typeof(T)), shape, dtype, device, requiresGrad)
            : throw new ArgumentException(
                $"A tensor of shape [{string.Join(", ", shape)}] holds {expected} values; {values.Length} were given."
            );
    }

    private static unsafe Tensor FromBytes(
        ReadOnlySpan<byte> bytes,
        ScalarType type,
        long[] shape,
        ScalarType? dtype,
        Device? device,
        bool requiresGrad
    )
    {
        var result = empty(shape, type, CPU);
        fixed (byte* source = bytes)
        {
            Buffer.MemoryCopy(source, (void*)result.DataPointer(), bytes.Length, bytes.Length);
        }
        if ((dtype ?? type) != type || (device is { } elsewhere && elsewhere.type != DeviceType.CPU))
        {
            result = result.to(dtype ?? type, device ?? CPU, disposeAfter: true);
        }
        return Made(result, requiresGrad);
    }

    private static ReadOnlySpan<byte> Bytes<T>(ReadOnlySpan<T> values)
        where T : unmanaged =>
        MemoryMarshal.CreateReadOnlySpan(
            ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(values)),
            checked(values.Length * Unsafe.SizeOf<T>())
        );

    private static ReadOnlySpan<T> AsSpan<T>(IList<T> values) =>
        values switch
        {
            T[] array => array,
            List<T> list => CollectionsMarshal.AsSpan(list),
            _ => values.ToArray(),
        };
}
