using TransferWeb.Vision.Weights;

namespace TransferWeb.Training.Checkpoints;

/// <summary>Named tensors to and from safetensors files.</summary>
public static class TensorFile
{
    /// <summary>Writes the tensors with the texts beside them, the file whole or not at all, and one tensor in memory at a time.</summary>
    /// <param name="path">The file; one already there is replaced.</param>
    /// <param name="tensors">By name.</param>
    /// <param name="metadata">Texts.</param>
    /// <param name="others">What is written as a tensor without being one.</param>
    public static void Write(
        string path,
        IReadOnlyDictionary<string, Tensor> tensors,
        IReadOnlyDictionary<string, string> metadata,
        params IReadOnlyList<TensorToWrite> others
    )
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = no_grad();
        SafetensorsWriter.Write(
            path,
            tensors
                .Select(pair => new TensorToWrite(
                    pair.Key,
                    TypeOf(pair.Value.dtype),
                    pair.Value.shape,
                    stream => WriteNumbers(pair.Value, stream)
                ))
                .Concat(others),
            metadata
        );
    }

    /// <summary>A tensor of its own with a stored one's numbers, on the CPU.</summary>
    public static Tensor Read(WeightTensor stored)
    {
        Tensor result = empty([.. stored.Shape], dtype: TypeOf(stored.Type));
        stored.CopyTo(result.bytes);
        return result;
    }

    /// <summary>Copies all tensors of a file, or some of them by name, into those of the same names.</summary>
    /// <exception cref="WeightsException">A name is not there, or of another shape.</exception>
    public static void CopyInto(WeightFile file, IReadOnlyDictionary<string, Tensor> targets, Func<string, bool>? wanted = null)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = no_grad();
        foreach (WeightTensor stored in file.Tensors.Values.Where(t => wanted?.Invoke(t.Name) ?? true))
        {
            if (!targets.TryGetValue(stored.Name, out Tensor? target) || !target.shape.SequenceEqual(stored.Shape))
            {
                throw new WeightsException(
                    WeightsFault.OtherArchitecture,
                    $"{Path.GetFileName(file.Path)} holds {stored.Name}, which does not fit the network."
                );
            }

            target.copy_(Read(stored));
        }
    }

    private static void WriteNumbers(Tensor tensor, Stream stream)
    {
        using DisposeScope scope = NewDisposeScope();
        stream.Write(tensor.cpu().contiguous().bytes);
    }

    private static WeightType TypeOf(ScalarType type) =>
        type switch
        {
            ScalarType.Float32 => WeightType.Float32,
            ScalarType.Float64 => WeightType.Float64,
            ScalarType.BFloat16 => WeightType.BFloat16,
            ScalarType.Int64 => WeightType.Int64,
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Networks hold no such tensors."),
        };

    private static ScalarType TypeOf(WeightType type) =>
        type switch
        {
            WeightType.Float32 => ScalarType.Float32,
            WeightType.Float64 => ScalarType.Float64,
            WeightType.BFloat16 => ScalarType.BFloat16,
            WeightType.Int64 => ScalarType.Int64,
            _ => throw new WeightsException(WeightsFault.Unsupported, $"Numbers of the kind {type} are not read here."),
        };
}
