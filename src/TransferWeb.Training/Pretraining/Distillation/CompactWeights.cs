using TransferWeb.Vision.Backbones;
using TransferWeb.Vision.Weights;

namespace TransferWeb.Training.Pretraining.Distillation;

/// <summary>
/// Writes a backbone in half the space: filters in 16 bits, norm layers, which are few and have a wide range, in 32. The head is left out:
/// features are what was learnt.
/// </summary>
public static class CompactWeights
{
    /// <summary>Writes the file, whole or not at all.</summary>
    public static void Save(Backbone model, string path, IReadOnlyDictionary<string, string> metadata)
    {
        using IDisposable noGradients = no_grad();
        string head = model.Manifest.ClassifierName + ".";
        SafetensorsWriter.Write(
            path,
            [
                .. model
                    .state_dict()
                    .Where(entry => !entry.Key.StartsWith(head, StringComparison.Ordinal))
                    .Select(entry => ToWrite(entry.Key, entry.Value)),
            ],
            metadata
        );
    }

    private static TensorToWrite ToWrite(string name, Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        (ScalarType type, WeightType stored) =
            tensor.dtype == ScalarType.Int64 ? (ScalarType.Int64, WeightType.Int64)
            : tensor.ndim == 4 ? (ScalarType.Float16, WeightType.Float16)
            : (ScalarType.Float32, WeightType.Float32);
        Tensor packed = tensor.detach().to(type).contiguous();
        return new TensorToWrite(name, stored, tensor.shape, packed.bytes.ToArray());
    }
}
