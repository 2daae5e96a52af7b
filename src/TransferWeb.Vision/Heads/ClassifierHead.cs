using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace TransferWeb.Vision.Heads;

/// <summary>The last layer: dropout, then one linear map from pooled features [N,F] to logits [N,C].</summary>
internal class ClassifierHead : Module<Tensor, Tensor>
{
    private readonly int _features;

    [ComponentName(Name = "weight")]
    private Parameter _weight;

    [ComponentName(Name = "bias")]
    private Parameter _bias;

    /// <summary>Random weights, as torch's Linear makes them.</summary>
    /// <param name="features">Width of the features.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="dropout">Share of features hidden in training mode, 0 to 1.</param>
    public ClassifierHead(int features, int classes, double dropout)
        : this(features, dropout, NewWeight(features, WeightShape(classes, features, 2), CPU), NewBias(features, classes, CPU))
    { }

    private protected ClassifierHead(int features, double dropout, Parameter weight, Parameter bias)
        : base(nameof(ClassifierHead))
    {
        _features = features;
        Dropout = dropout;
        _weight = weight;
        _bias = bias;
        register_parameter("weight", weight);
        register_parameter("bias", bias);
    }

    /// <summary>Number of classes.</summary>
    public int Classes => (int)_bias.shape[0];

    private protected double Dropout { get; }

    private protected Parameter Weight => _weight;

    private protected Parameter Bias => _bias;

    /// <summary>The average of a map [N,C,H,W] over the picture, as features [N,C] in float32 (or float64).</summary>
    public static Tensor Pool(Tensor map) =>
        map.dtype is ScalarType.Float32 or ScalarType.Float64 ? map.mean([2, 3]) : map.mean([2, 3], type: ScalarType.Float32);

    /// <summary>Logits [N,C] of features [N,F].</summary>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor seen = training && Dropout > 0 ? F.dropout(input, Dropout, training: true) : input;
        return F.linear(seen, _weight.reshape(Classes, _features), _bias).MoveToOuterDisposeScope();
    }

    /// <summary>Logits [N,C] of the last map [N,F,H,W].</summary>
    public virtual Tensor FromMap(Tensor map)
    {
        using Tensor features = Pool(map);
        return call(features);
    }

    /// <summary>New random weights for another number of classes.</summary>
    public virtual void Reset(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        Parameter weight = NewWeight(_features, WeightShape(classes, _features, _weight.shape.Length), _weight.device);
        Parameter bias = NewBias(_features, classes, _bias.device);
        _weight.Dispose();
        _bias.Dispose();
        _weight = weight;
        _bias = bias;
        ConditionallyRegisterParameter("weight", weight);
        ConditionallyRegisterParameter("bias", bias);
    }

    /// <summary>The published weights are in place; a head whose original form differs from its new one takes that form.</summary>
    public virtual void UseOriginalForm() { }

    /// <summary>A copy in the same form that needs no gradient.</summary>
    public virtual ClassifierHead Copy() => new(_features, Dropout, CopyOf(_weight), CopyOf(_bias));

    /// <summary>Registration is explicit.</summary>
    protected sealed override void RegisterComponents() { }

    private protected static Parameter NewWeight(int features, long[] shape, Device device) => Uniform(features, shape, device);

    private protected static Parameter NewBias(int features, int classes, Device device) => Uniform(features, [classes], device);

    private protected static long[] WeightShape(int classes, int features, int dimensions) =>
        dimensions == 2 ? [classes, features] : [classes, features, 1, 1];

    private protected static Parameter CopyOf(Parameter parameter)
    {
        using Tensor detached = parameter.detach();
        return new Parameter(detached.clone(), requires_grad: false);
    }

    // torch's default for a linear layer: uniform within ± 1/√F, weight first, then bias.
    private static Parameter Uniform(int features, long[] shape, Device device)
    {
        using IDisposable noGradients = no_grad();
        double bound = 1 / Math.Sqrt(features);
        return new Parameter(init.uniform_(empty(shape, device: device), -bound, bound));
    }
}
