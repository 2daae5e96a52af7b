namespace TransferWeb.Vision.Weights;

/// <summary>A tensor to be written: its numbers packed, little-endian, the last dimension running fastest.</summary>
public sealed class TensorToWrite
{
    /// <summary>With its numbers in memory.</summary>
    public TensorToWrite(string name, WeightType type, IReadOnlyList<long> shape, ReadOnlyMemory<byte> bytes)
        : this(name, type, shape, stream => stream.Write(bytes.Span)) => Length = bytes.Length;

    /// <summary>With numbers that are written when their turn comes: a file of many large tensors is then never in memory as a whole.</summary>
    /// <param name="name">Its name in the file.</param>
    /// <param name="type">Type of a number.</param>
    /// <param name="shape">Numbers along each dimension.</param>
    /// <param name="content">Writes exactly as many bytes as the shape needs.</param>
    public TensorToWrite(string name, WeightType type, IReadOnlyList<long> shape, Action<Stream> content)
    {
        (Name, Type, Shape, Content) = (name, type, shape, content);
        Length = NeededBytes;
    }

    /// <summary>Its name in the file.</summary>
    public string Name { get; }

    /// <summary>Type of a number.</summary>
    public WeightType Type { get; }

    /// <summary>Numbers along each dimension.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>Writes the numbers.</summary>
    internal Action<Stream> Content { get; }

    /// <summary>Bytes it has.</summary>
    internal long Length { get; }

    /// <summary>Bytes its shape needs.</summary>
    internal long NeededBytes => Shape.Aggregate(1L, (count, side) => checked(count * side)) * Type.SizeBytes();
}
