using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace TransferWeb.Vision.Weights;

/// <summary>A named tensor in an open <see cref="WeightFile"/>: its description, and its numbers when they are asked for.</summary>
public sealed class WeightTensor
{
    private readonly WeightSource source;
    private readonly long offsetBytes;
    private readonly long[] shape;
    private readonly long[] strides;
    private readonly bool isBigEndian;

    /// <summary>Checks that every element lies within <paramref name="storage"/>, and the storage within the file.</summary>
    internal WeightTensor(string name, WeightType type, WeightStorage storage, long offset, long[] shape, long[] strides)
    {
        (Name, Type, source, isBigEndian) = (name, type, storage.Source, storage.IsBigEndian);
        (this.shape, this.strides) = (shape, strides);
        int size = type.SizeBytes();
        try
        {
            checked
            {
                ElementCount = CountElements(shape);
                IsContiguous = CountContiguous(shape, strides);
                long last = offset + LastElement();
                bool isInside = ElementCount == 0 || (offset >= 0 && (last + 1) * size <= storage.SizeBytes);
                if (!isInside || shape.Length != strides.Length || strides.Any(s => s < 0) || ElementCount * size > source.Length)
                {
                    throw WeightsException.Damaged(source.Name, $"the tensor {name} does not lie within its storage");
                }

                offsetBytes = storage.Offset + (offset * size);
                source.CheckRange(storage.Offset, storage.SizeBytes);
            }
        }
        catch (OverflowException exception)
        {
            throw WeightsException.Damaged(source.Name, $"the tensor {name} has an impossible size", exception);
        }
    }

    private WeightTensor(WeightTensor other, string name)
    {
        (Name, Type, source, isBigEndian) = (name, other.Type, other.source, other.isBigEndian);
        (shape, strides, offsetBytes) = (other.shape, other.strides, other.offsetBytes);
        (ElementCount, IsContiguous) = (other.ElementCount, other.IsContiguous);
    }

    /// <summary>Its name in the state dict: <c>layer1.0.conv1.weight</c>.</summary>
    public string Name { get; }

    /// <summary>The kind of its numbers.</summary>
    public WeightType Type { get; }

    /// <summary>Its dimensions; none for a single number.</summary>
    public IReadOnlyList<long> Shape => shape;

    /// <summary>Number of elements.</summary>
    public long ElementCount { get; }

    /// <summary>Bytes of its numbers, packed.</summary>
    public long SizeBytes => ElementCount * Type.SizeBytes();

    /// <summary>Whether the file holds the numbers packed in order.</summary>
    internal bool IsContiguous { get; }

    /// <summary>Copies the numbers, packed in order of the last dimension first, little-endian.</summary>
    /// <exception cref="WeightsException">The file cannot be read any more.</exception>
    public void CopyTo(Span<byte> target)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(target.Length, SizeBytes, nameof(target));
        if (IsContiguous)
        {
            source.Read(offsetBytes, target);
        }
        else if (ElementCount > 0)
        {
            CopyStrided(target);
        }

        if (isBigEndian)
        {
            Swap(target, Type.SizeBytes());
        }
    }

    /// <summary>The numbers as <see cref="CopyTo"/> gives them.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[SizeBytes];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>The numbers as 32-bit floats, converted where they are stored as something else.</summary>
    public float[] ToSingles()
    {
        byte[] bytes = ToBytes();
        ReadOnlySpan<byte> span = bytes;
        float[] singles = new float[ElementCount];
        int size = Type.SizeBytes();
        for (int i = 0; i < singles.Length; i++)
        {
            singles[i] = ToSingle(span.Slice(i * size, size));
        }

        return singles;
    }

    internal WeightTensor Renamed(string name) => new(this, name);

    private float ToSingle(ReadOnlySpan<byte> element) =>
        Type switch
        {
            WeightType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(element),
            WeightType.Float64 => (float)BinaryPrimitives.ReadDoubleLittleEndian(element),
            WeightType.Float16 => (float)BinaryPrimitives.ReadHalfLittleEndian(element),
            WeightType.BFloat16 => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(element) << 16),
            WeightType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(element),
            WeightType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(element),
            WeightType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(element),
            WeightType.Int8 => (sbyte)element[0],
            _ => element[0],
        };

    private static long CountElements(long[] shape)
    {
        long count = 1;
        foreach (long side in shape)
        {
            count = checked(count * (side >= 0 ? side : throw new OverflowException()));
        }

        return count;
    }

    private static bool CountContiguous(long[] shape, long[] strides)
    {
        long expected = 1;
        for (int d = Math.Min(shape.Length, strides.Length) - 1; d >= 0; d--)
        {
            if (shape[d] != 1 && strides[d] != expected)
            {
                return false;
            }

            expected = checked(expected * shape[d]);
        }

        return true;
    }

    private long LastElement()
    {
        long last = 0;
        for (int d = 0; d < Math.Min(shape.Length, strides.Length); d++)
        {
            last = checked(last + (Math.Max(shape[d] - 1, 0) * strides[d]));
        }

        return last;
    }

    private void CopyStrided(Span<byte> target)
    {
        int size = Type.SizeBytes();
        byte[] stored = new byte[(LastElement() + 1) * size];
        source.Read(offsetBytes, stored);
        long[] index = new long[shape.Length];
        long from = 0;
        for (int to = 0; to < target.Length; to += size)
        {
            stored.AsSpan((int)(from * size), size).CopyTo(target[to..]);
            for (int d = shape.Length - 1; d >= 0; d--)
            {
                from += strides[d];
                if (++index[d] < shape[d])
                {
                    break;
                }

                from -= shape[d] * strides[d];
                index[d] = 0;
            }
        }
    }

    private static void Swap(Span<byte> bytes, int size)
    {
        switch (size)
        {
            case 2:
                Span<ushort> halves = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(halves, halves);
                break;
            case 4:
                Span<uint> words = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            case 8:
                Span<ulong> longs = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
        }
    }
}
