using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Data;
using TransferWeb.Training.Devices;
using TransferWeb.Vision.Backbones;
using TransferWeb.Vision.Weights;

namespace TransferWeb.Training.Pretraining.Distillation;

/// <summary>
/// The network taught by: a MobileNetV2 for inference only. Its maps are told scaled, each channel to deviation 1 (and, but for the last
/// map, which is never below 0, to mean 0), so that every channel counts and the student computes with numbers of a handy size.
/// </summary>
internal sealed class Teacher : IDisposable
{
    /// <summary>The backbone that can teach.</summary>
    public const string BackboneName = "mobilenet_v2";

    private readonly Backbone _network;
    private readonly ScalarType _type;
    private readonly List<ChannelScale> _scales = [];
    private ChannelScale? _featureScale;

    private Teacher(Backbone network, ScalarType type)
    {
        _network = network;
        _type = type;
    }

    /// <summary>What is known of the network.</summary>
    public BackboneManifest Manifest => _network.Manifest;

    /// <summary>Deviation of each feature [1,F] over pictures.</summary>
    public Tensor FeatureDeviation => (_featureScale ?? throw Unmeasured()).Deviation;

    /// <summary>Opens the weights.</summary>
    /// <exception cref="RunFailedException">The file cannot be read, or is another network's.</exception>
    public static Teacher Open(string path)
    {
        using Backbone model = BackboneRegistry.Create(BackboneName, BackboneRegistry.PublishedClasses(BackboneName));
        try
        {
            using WeightFile file = WeightFile.Open(path);
            if (!BackboneRegistry.LoadPretrained(model, file))
            {
                throw new RunFailedException(
                    RunFailure.WeightsUnusable,
                    $"{Path.GetFileName(path)} has no classifier of {model.Classes} classes, which a teacher needs. Choose the file as it was published."
                );
            }
        }
        catch (WeightsException exception)
        {
            throw new RunFailedException(
                RunFailure.WeightsUnusable,
                $"The teacher's weights cannot be used: {exception.Message}",
                exception
            );
        }

        ScalarType type = Precision.ForFrozen(CPU);
        return new Teacher(model.FrozenCopy(type), type);
    }

    /// <summary>Measures the scale of all maps and features on some crops. Once, before the first lesson.</summary>
    /// <param name="crops">Batches of N x side x side x 3 bytes.</param>
    /// <param name="count">N.</param>
    /// <param name="side">Side in pixels.</param>
    public void Measure(IEnumerable<byte[]> crops, int count, int side)
    {
        using IDisposable mode = no_grad();
        using DisposeScope scope = NewDisposeScope();
        List<Tensor[]> seen = [.. crops.Select(batch => Maps(Normalised(batch, count, side)))];
        for (int stage = 0; stage < Manifest.Stages.Count; stage++)
        {
            bool isLast = stage == Manifest.Stages.Count - 1;
            _scales.Add(ChannelScale.Of(cat([.. seen.Select(maps => maps[stage])]), keepZero: isLast));
        }

        Tensor[] features = [.. seen.Select(maps => _scales[^1].Apply(maps[^1]).mean([2, 3]))];
        _featureScale = ChannelScale.Of(cat(features), keepZero: true);
    }

    /// <summary>What the teacher makes of crops.</summary>
    public Lesson Teach(byte[] crops, int count, int side)
    {
        using IDisposable mode = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor pictures = Normalised(crops, count, side);
        Tensor[] maps = Maps(pictures);
        Tensor[] scaled = [.. maps.Zip(_scales, (map, scale) => scale.Apply(map))];
        Tensor features = scaled[^1].mean([2, 3]);
        Tensor logits = Logits(features);
        return new Lesson(
            pictures.DetachFromDisposeScope(),
            [.. scaled.Select(map => map.to(_type).DetachFromDisposeScope())],
            features.DetachFromDisposeScope(),
            logits.DetachFromDisposeScope()
        );
    }

    /// <summary>Logits [N,1000] by the teacher's own classifier of features [N,F] in the scale it tells them in; the gradient flows to the features.</summary>
    public Tensor Logits(Tensor features)
    {
        using DisposeScope scope = NewDisposeScope();
        return _network.ForwardHead(features * _scales[^1].Deviation.reshape(1, -1)).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _network.Dispose();
        _featureScale?.Dispose();
        foreach (ChannelScale scale in _scales)
        {
            scale.Dispose();
        }
    }

    private static InvalidOperationException Unmeasured() => new("The teacher's scale was never measured.");

    private Tensor Normalised(byte[] crops, int count, int side) =>
        Normalisation.Of(Manifest).Apply(crops, count, side, ScalarType.Float32, CPU);

    private Tensor[] Maps(Tensor pictures)
    {
        Tensor[] maps = new Tensor[Manifest.Stages.Count];
        Tensor map = pictures;
        for (int stage = 0; stage < maps.Length; stage++)
        {
            map = _network.ForwardStage(stage, map);
            maps[stage] = map;
        }

        return maps;
    }
}
