using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>One tensor to and from a file, as TorchSharp's module files hold each entry.</summary>
public static class TensorExtensionMethods
{
    private const int BufferSize = 1 << 20;

    // More would be a damaged file: libtorch's own limit.
    private const int MostDimensions = 64;

    /// <summary>Writes element type, shape and bytes.</summary>
    public static void Save(this Tensor tensor, BinaryWriter writer)
    {
        writer.Encode((int)tensor.dtype);
        var lengths = tensor.shape;
        writer.Encode(lengths.Length);
        foreach (var length in lengths)
        {
            writer.Encode(length);
        }
        writer.Flush();
        tensor.WriteBytesToStream(writer.BaseStream, BufferSize);
    }

    /// <summary>Reads what <see cref="Save"/> wrote into the tensor, or past it when <paramref name="skip"/> is set.</summary>
    /// <exception cref="ArgumentException">Type or shape differ from the tensor's, which is left as it was.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    /// <exception cref="EndOfStreamException">The file ends too early.</exception>
    public static void Load(this Tensor tensor, BinaryReader reader, bool skip = false)
    {
        var (type, lengths) = ReadHeader(reader);
        if (skip)
        {
            Pass(reader, lengths.Aggregate((long)type.ElementSize(), (product, length) => checked(product * length)));
            return;
        }
        if (type != tensor.dtype)
        {
            throw new ArgumentException($"The file holds {type} elements where {tensor.dtype} is expected.");
        }
        if (!lengths.AsSpan().SequenceEqual(tensor.shape))
        {
            throw new ArgumentException(
                $"The file holds shape [{string.Join(", ", lengths)}] where [{string.Join(", ", tensor.shape)}] is expected."
            );
        }
        tensor.ReadBytesFromStream(reader.BaseStream, BufferSize);
    }

    /// <summary>A new tensor from what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    /// <exception cref="EndOfStreamException">The file ends too early.</exception>
    public static Tensor Load(BinaryReader reader)
    {
        var (type, lengths) = ReadHeader(reader);
        var result = empty(lengths, type);
        result.ReadBytesFromStream(reader.BaseStream, BufferSize);
        return result;
    }

    /// <summary>Writes a number in 7-bit groups, lowest first (LEB128).</summary>
    internal static void Encode(this BinaryWriter writer, long value) => writer.Write7BitEncodedInt64(value);

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    internal static long Decode(this BinaryReader reader)
    {
        try
        {
            return reader.Read7BitEncodedInt64();
        }
        catch (FormatException failure)
        {
            throw new InvalidDataException("The file is no tensor file, or is damaged.", failure);
        }
    }

    private static (ScalarType Type, long[] Lengths) ReadHeader(BinaryReader reader)
    {
        var type = reader.Decode();
        var dimensions = reader.Decode();
        if (type is < 0 or > sbyte.MaxValue || !Enum.IsDefined((ScalarType)type) || dimensions is < 0 or > MostDimensions)
        {
            throw new InvalidDataException(
                $"The file is no tensor file, or is damaged: element type {type}, {dimensions} dimensions."
            );
        }
        var lengths = new long[dimensions];
        for (var i = 0; i < lengths.Length; i++)
        {
            lengths[i] = reader.Decode();
        }
        return lengths.All(length => length >= 0)
            ? ((ScalarType)type, lengths)
            : throw new InvalidDataException($"The file is damaged: shape [{string.Join(", ", lengths)}].");
    }

    private static void Pass(BinaryReader reader, long bytes)
    {
        var buffer = new byte[Math.Min(bytes, BufferSize)];
        for (long done = 0; done < bytes; done += buffer.Length)
        {
            reader.BaseStream.ReadExactly(buffer, 0, (int)Math.Min(buffer.Length, bytes - done));
        }
    }
}
