using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// TorchSharp's file of named tensors: a count, then for each a name, a dtype, the dimensions and the raw bytes. Counts and dimensions
/// are <see cref="Leb128"/>; bytes are little-endian, rows last. The reader trusts nothing in the file.
/// </summary>
internal static class StateDictFile
{
    private const int MaxDimensions = 64;

    public static void Write(BinaryWriter writer, IReadOnlyCollection<KeyValuePair<string, Tensor>> entries)
    {
        Leb128.Write(writer, entries.Count);
        foreach ((string name, Tensor tensor) in entries)
        {
            writer.Write(name);
            WriteTensor(writer, tensor);
        }
    }

    public static void ReadInto(
        BinaryReader reader,
        Dictionary<string, Tensor> targets,
        bool strict,
        HashSet<string> skip,
        Dictionary<string, bool>? loaded
    )
    {
        long count = Leb128.ReadCount(reader, "number of entries");
        if (strict && count != targets.Count)
        {
            throw new ArgumentException($"The file holds {count} tensors; this module has {targets.Count}.");
        }

        for (long index = 0; index < count; index++)
        {
            string name = reader.ReadString();
            bool known = targets.TryGetValue(name, out Tensor? target);
            if (strict && !known)
            {
                throw new ArgumentException($"The file holds a tensor named '{name}', which this module does not have.");
            }

            if (known && !skip.Contains(name))
            {
                ReadTensor(reader, name, target!);
            }
            else
            {
                SkipTensor(reader, name);
            }

            if (loaded is not null)
            {
                loaded[name] = known;
            }
        }
    }

    /// <summary>Writes one tensor's dtype, dimensions and bytes.</summary>
    public static void WriteTensor(BinaryWriter writer, Tensor tensor)
    {
        long[] shape = tensor.shape;
        Leb128.Write(writer, (long)tensor.dtype);
        Leb128.Write(writer, shape.Length);
        foreach (long size in shape)
        {
            Leb128.Write(writer, size);
        }

        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        writer.Write(tensor.detach().cpu().contiguous().bytes);
    }

    /// <summary>Reads one tensor into <paramref name="target"/>, which must have the same dtype and dimensions.</summary>
    public static void ReadTensor(BinaryReader reader, string name, Tensor target)
    {
        (ScalarType dtype, long[] shape) = ReadHeader(reader, name);
        RequireShape(name, target, shape);
        if (dtype != target.dtype)
        {
            throw new ArgumentException($"'{name}' is {dtype} in the file and {target.dtype} in the module.");
        }

        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        Tensor staged = empty(shape, dtype, CPU);
        ReadExactly(reader, staged.bytes, name);
        target.copy_(staged);
    }

    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static void RequireShape(string name, Tensor target, long[] shape)
    {
        if (!target.shape.AsSpan().SequenceEqual(shape))
        {
            throw new ArgumentException(
                $"'{name}' has the shape [{string.Join(", ", shape)}]; the module's is [{string.Join(", ", target.shape)}]."
            );
        }
    }

    private static (ScalarType Dtype, long[] Shape) ReadHeader(BinaryReader reader, string name)
    {
        long dtype = Leb128.ReadCount(reader, $"dtype of '{name}'");
        if (dtype > sbyte.MaxValue || !Enum.IsDefined((ScalarType)dtype))
        {
            throw new InvalidDataException($"'{name}' has an unknown dtype ({dtype}).");
        }

        long dimensions = Leb128.ReadCount(reader, $"number of dimensions of '{name}'");
        if (dimensions > MaxDimensions)
        {
            throw new InvalidDataException($"'{name}' has {dimensions} dimensions; at most {MaxDimensions} are possible.");
        }

        var shape = new long[dimensions];
        for (int index = 0; index < shape.Length; index++)
        {
            shape[index] = Leb128.ReadCount(reader, $"shape of '{name}'");
        }

        return ((ScalarType)dtype, shape);
    }

    private static void SkipTensor(BinaryReader reader, string name)
    {
        (ScalarType dtype, long[] shape) = ReadHeader(reader, name);
        long remaining;
        try
        {
            remaining = shape.Aggregate((long)dtype.ElementSize(), (bytes, size) => checked(bytes * size));
        }
        catch (OverflowException)
        {
            throw new InvalidDataException($"'{name}' claims a size that no file can hold.");
        }

        byte[] buffer = new byte[81920];
        while (remaining > 0)
        {
            int part = (int)Math.Min(remaining, buffer.Length);
            ReadExactly(reader, buffer.AsSpan(0, part), name);
            remaining -= part;
        }
    }

    private static void ReadExactly(BinaryReader reader, Span<byte> destination, string name)
    {
        while (destination.Length > 0)
        {
            int read = reader.Read(destination);
            if (read == 0)
            {
                throw new InvalidDataException($"The file ends inside '{name}'.");
            }

            destination = destination[read..];
        }
    }
}
