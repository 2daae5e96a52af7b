using TorchSharp.Modules;
using TransferWeb.Core.Runs;
using TransferWeb.Torch;
using TransferWeb.Training.Devices;
using TransferWeb.Vision.Backbones;

namespace TransferWeb.Training.Pretraining.Distillation;

/// <summary>The network that learns, and the moving average of its weights, which is what is kept of it.</summary>
internal sealed class Student : IDisposable
{
    /// <summary>The backbone that learns.</summary>
    public const string BackboneName = "transferweb_mini";

    private const double Temperature = 2;
    private const double SoftLabelWeight = 0.5;
    private const double AverageDecay = 0.999;
    private const double GradientLimit = 5;
    private readonly Backbone _network;
    private readonly AdamW _optimizer;
    private readonly (Tensor Own, Tensor Average)[] _pairs;

    /// <summary>Random weights, or those to start from.</summary>
    /// <param name="options">Seed, weights to start from, learning rate and weight decay.</param>
    /// <exception cref="RunFailedException">The weights to start from cannot be used.</exception>
    public Student(DistillOptions options)
    {
        manual_seed(options.Seed);
        int classes = BackboneRegistry.PublishedClasses(BackboneName);
        _network = BackboneRegistry.Create(BackboneName, classes);
        Start = options.Start is { } path ? DistillStart.Load(path, _network) : null;
        Average = BackboneRegistry.Create(BackboneName, classes);
        Average.load_state_dict(_network.state_dict());
        Acceleration.ModuleToChannelsLast(_network);
        HashSet<Parameter> head = [.. _network.HeadParameters()];
        _optimizer = optim.AdamW(
            _network.parameters().Where(parameter => !head.Contains(parameter)),
            lr: options.LearningRate,
            weight_decay: options.WeightDecay
        );
        Dictionary<string, Tensor> averages = Average.state_dict();
        _pairs =
        [
            .. _network
                .state_dict()
                .Where(entry => entry.Value.is_floating_point())
                .Select(entry => (entry.Value, averages[entry.Key])),
        ];
    }

    /// <summary>Where it began; null for random weights.</summary>
    public DistillStart? Start { get; }

    /// <summary>The same network with averaged weights.</summary>
    public Backbone Average { get; }

    /// <summary>One optimizer step.</summary>
    /// <param name="lesson">What the teacher made of the crops.</param>
    /// <param name="teacher">Whose classifier reads the student's features.</param>
    /// <param name="step">From 0.</param>
    /// <param name="guided">Whether each stage gets the teacher's map before it.</param>
    /// <param name="learningRate">Of this step.</param>
    public DistillDistance Learn(Lesson lesson, Teacher teacher, int step, bool guided, double learningRate)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] maps = Maps(lesson, guided);
        Tensor[] stages = [.. maps.Zip(lesson.Maps.Skip(1), DistillLoss.Unexplained)];
        Tensor features = maps[^1].to(float32).mean([2, 3]);
        Tensor feature = DistillLoss.Unexplained(features / teacher.FeatureDeviation, lesson.Features / teacher.FeatureDeviation);
        Tensor labels = DistillLoss.SoftLabels(teacher.Logits(features), lesson.Logits, Temperature);
        Tensor loss = stack(stages).sum() + feature + labels * SoftLabelWeight;
        _network.zero_grad();
        loss.backward();
        nn.utils.clip_grad_norm_(_optimizer.parameters(), GradientLimit);
        foreach (var group in _optimizer.ParamGroups)
        {
            group.LearningRate = learningRate;
        }

        _optimizer.step();
        double decay = Math.Min(AverageDecay, (step + 1.0) / (step + 10.0));
        Acceleration.ForeachLerp_(_pairs.Select(pair => pair.Average), _pairs.Select(pair => pair.Own), 1 - decay);
        return new DistillDistance([.. stages.Select(stage => stage.ToDouble())], feature.ToDouble(), labels.ToDouble());
    }

    /// <summary>Writes everything that learning goes on from.</summary>
    public void Save(BinaryWriter writer)
    {
        _network.save(writer);
        Average.save(writer);
        _optimizer.save_state_dict(writer);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        _network.load(reader);
        Average.load(reader);
        _optimizer.load_state_dict(reader);
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _network.Dispose();
        Average.Dispose();
    }

    // The maps after all stages but the stem. Guided, a stage begins anew from the teacher's map.
    private Tensor[] Maps(Lesson lesson, bool guided)
    {
        using IDisposable precision = Precision.ForTraining(CPU);
        Tensor[] maps = new Tensor[lesson.Maps.Count - 1];
        Tensor map = _network.ForwardStage(0, lesson.Pictures);
        for (int i = 0; i < maps.Length; i++)
        {
            map = _network.ForwardStage(i + 1, guided && i > 0 ? lesson.Maps[i] : map);
            maps[i] = map;
        }

        return maps;
    }
}
