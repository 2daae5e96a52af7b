using System.Collections;
using System.Runtime.CompilerServices;

namespace TorchSharp.Utils;

/// <summary>
/// The elements of a tensor in main memory, read and written in place, in the order of the dimensions whatever the layout. Valid while
/// the tensor lives.
/// </summary>
/// <typeparam name="T">The type that stores the tensor's elements.</typeparam>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T>
    where T : unmanaged
{
    private readonly torch.Tensor _tensor;
    private readonly T* _start;
    private readonly long[] _shape;
    private readonly long[] _strides;
    private readonly bool _contiguous;

    internal TensorAccessor(torch.Tensor tensor)
    {
        _tensor = tensor;
        _start = (T*)tensor.DataPointer();
        _shape = tensor.shape;
        _strides = tensor.stride();
        _contiguous = tensor.is_contiguous();
        Count = tensor.numel();
    }

    /// <summary>The number of elements.</summary>
    public long Count { get; }

    /// <summary>One element by its number, counted with the last dimension running fastest.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    public T this[long index]
    {
        get => _start[Offset(index)];
        set => _start[Offset(index)] = value;
    }

    /// <summary>One element by its place in each dimension.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    public T this[params long[] indices]
    {
        get => _start[Offset(indices)];
        set => _start[Offset(indices)] = value;
    }

    /// <summary>A copy of the elements.</summary>
    public T[] ToArray()
    {
        var result = new T[Count];
        CopyTo(result);
        return result;
    }

    /// <summary>Copies the elements.</summary>
    /// <exception cref="ArgumentException">The target is too short.</exception>
    public void CopyTo(Span<T> target)
    {
        if (target.Length < Count)
        {
            throw new ArgumentException($"The target holds {target.Length} values; the tensor has {Count}.", nameof(target));
        }
        if (_contiguous)
        {
            new ReadOnlySpan<T>(_start, (int)Count).CopyTo(target);
            return;
        }
        for (var i = 0; i < (int)Count; i++)
        {
            target[i] = _start[Offset(i)];
        }
    }

    /// <summary>Copies the elements into an array from a place on.</summary>
    public void CopyTo(T[] array, int arrayIndex = 0) => CopyTo(array.AsSpan(arrayIndex));

    /// <summary>Overwrites the elements.</summary>
    /// <exception cref="ArgumentException">There are too many values.</exception>
    public void CopyFrom(ReadOnlySpan<T> source)
    {
        if (source.Length > Count)
        {
            throw new ArgumentException($"The tensor has {Count} elements; {source.Length} were given.", nameof(source));
        }
        for (var i = 0; i < source.Length; i++)
        {
            _start[Offset(i)] = source[i];
        }
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Nothing to free; the tensor keeps the memory. TorchSharp's accessors are disposable.</summary>
    public void Dispose() { }

    private long Offset(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        ObjectDisposedException.ThrowIf(_tensor.IsInvalid, this);
        if (_contiguous)
        {
            return index;
        }
        long offset = 0;
        for (var i = _shape.Length - 1; i >= 0; i--)
        {
            (index, var place) = Math.DivRem(index, _shape[i]);
            offset += place * _strides[i];
        }
        return offset;
    }

    private long Offset(long[] indices)
    {
        ObjectDisposedException.ThrowIf(_tensor.IsInvalid, this);
        if (indices.Length != _shape.Length)
        {
            throw new ArgumentException($"The tensor has {_shape.Length} dimensions; {indices.Length} places were given.");
        }
        long offset = 0;
        for (var i = 0; i < indices.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(indices[i], nameof(indices));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(indices[i], _shape[i], nameof(indices));
            offset += indices[i] * _strides[i];
        }
        return offset;
    }
}
