using TorchSharp;
using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;
using TransferWeb.Vision.Weights;
using static TorchSharp.torch;

namespace TransferWeb.Vision.Backbones;

/// <summary>Weights between a backbone and a file, by state-dict name.</summary>
public static class BackboneWeights
{
    // Counts the batches a norm layer has seen: only files of newer PyTorch versions have it, and evaluation does not need it.
    private const string BatchCounter = ".num_batches_tracked";

    /// <summary>
    /// Copies pretrained weights into a backbone. The file's head is taken where it has as many classes as the model, and left out otherwise
    /// or where the file has none.
    /// </summary>
    /// <returns>Whether the head was taken as well.</returns>
    /// <exception cref="RunFailedException">
    /// A tensor is missing, is not the network's, or has another shape (<see cref="RunFailure.WeightsUnusable"/>); the model is unchanged.
    /// </exception>
    public static bool Load(Backbone model, WeightFile file)
    {
        Dictionary<string, Tensor> own = model.state_dict();
        string fileName = Path.GetFileName(file.Path);
        bool takesHead = HeadFits(model.Manifest, own, file);
        foreach ((string name, Tensor tensor) in own)
        {
            if (takesHead || !IsHead(model.Manifest, name))
            {
                RequireFit(model.Manifest, fileName, name, tensor.shape, file);
            }
        }

        foreach (string name in file.Tensors.Keys)
        {
            if (!own.ContainsKey(name) && !IsBelow(model.Manifest.LeavesOut, name))
            {
                throw Unusable(model.Manifest, fileName, $"it holds a tensor {name}, which that network does not have");
            }
        }

        foreach ((string name, Tensor target) in own)
        {
            if (file.Tensors.TryGetValue(name, out WeightTensor? source) && (takesHead || !IsHead(model.Manifest, name)))
            {
                Copy(source, target);
            }
        }

        if (takesHead)
        {
            model.UseOriginalHead();
        }

        return takesHead;
    }

    /// <summary>Writes all of a backbone's weights as safetensors, whole or not at all.</summary>
    /// <param name="model">On any device.</param>
    /// <param name="path">The file; one already there is replaced.</param>
    /// <param name="metadata">Texts to keep beside the tensors.</param>
    public static void Save(Backbone model, string path, IReadOnlyDictionary<string, string>? metadata = null)
    {
        using IDisposable noGradients = no_grad();
        SafetensorsWriter.Write(path, [.. model.state_dict().Select(entry => ToWrite(entry.Key, entry.Value))], metadata);
    }

    private static TensorToWrite ToWrite(string name, Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        bool counts = tensor.dtype == ScalarType.Int64;
        Tensor packed = tensor.detach().to(counts ? ScalarType.Int64 : ScalarType.Float32).cpu().contiguous();
        return new TensorToWrite(name, counts ? WeightType.Int64 : WeightType.Float32, tensor.shape, packed.bytes.ToArray());
    }

    private static bool IsHead(BackboneManifest manifest, string name) => IsBelow([manifest.ClassifierName], name);

    private static bool IsBelow(IReadOnlyList<string> prefixes, string name) =>
        prefixes.Any(prefix => name.StartsWith(prefix + ".", StringComparison.Ordinal));

    private static bool HeadFits(BackboneManifest manifest, Dictionary<string, Tensor> own, WeightFile file) =>
        own.Where(entry => IsHead(manifest, entry.Key))
            .All(entry =>
                file.Tensors.TryGetValue(entry.Key, out WeightTensor? tensor) && tensor.Shape.SequenceEqual(entry.Value.shape)
            );

    private static void RequireFit(BackboneManifest manifest, string fileName, string name, long[] shape, WeightFile file)
    {
        if (!file.Tensors.TryGetValue(name, out WeightTensor? tensor))
        {
            if (!name.EndsWith(BatchCounter, StringComparison.Ordinal))
            {
                throw Unusable(manifest, fileName, $"it has no tensor {name}");
            }
        }
        else if (!tensor.Shape.SequenceEqual(shape))
        {
            throw Unusable(
                manifest,
                fileName,
                $"its tensor {name} has the shape [{string.Join(", ", tensor.Shape)}] instead of [{string.Join(", ", shape)}]"
            );
        }
    }

    private static RunFailedException Unusable(BackboneManifest manifest, string fileName, string reason) =>
        new(
            RunFailure.WeightsUnusable,
            $"{fileName} does not hold weights of {manifest.DisplayName}: {reason}. Choose the file that belongs to this backbone, or another backbone."
        );

    private static void Copy(WeightTensor source, Tensor target)
    {
        using IDisposable noGradients = no_grad();
        using Tensor values = tensor(source.ToSingles(), [.. source.Shape]);
        using Tensor copied = target.copy_(values);
    }
}
