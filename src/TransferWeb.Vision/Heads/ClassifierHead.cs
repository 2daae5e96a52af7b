using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using TransferWeb.Vision.Backbones.Blocks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace TransferWeb.Vision.Heads;

/// <summary>The last layer: dropout, then one linear map from pooled features [N,F] to logits [N,C].</summary>
internal class ClassifierHead : Module<Tensor, Tensor>
{
    private readonly int _features;
    private readonly WeightInit _start;

    [ComponentName(Name = "weight")]
    private Parameter _weight;

    [ComponentName(Name = "bias")]
    private Parameter _bias;

    /// <summary>Random weights.</summary>
    /// <param name="features">Width of the features.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="dropout">Share of features hidden in training mode, 0 to 1.</param>
    /// <param name="start">How the weights begin, also those of later heads in its place; as torch's Linear where null.</param>
    public ClassifierHead(int features, int classes, double dropout, WeightInit? start = null)
        : this(features, dropout, start ?? WeightInits.Torch, New(start ?? WeightInits.Torch, [classes, features], CPU)) { }

    private protected ClassifierHead(int features, double dropout, WeightInit start, (Parameter, Parameter) weightAndBias)
        : base(nameof(ClassifierHead))
    {
        _features = features;
        _start = start;
        (Parameter weight, Parameter bias) = weightAndBias;
        Dropout = dropout;
        _weight = weight;
        _bias = bias;
        register_parameter("weight", weight);
        register_parameter("bias", bias);
    }

    /// <summary>Number of classes.</summary>
    public int Classes => (int)_bias.shape[0];

    /// <summary>Share of the features hidden at random in training mode, 0 to below 1.</summary>
    public double Dropout { get; set; }

    private protected Parameter Weight => _weight;

    private protected Parameter Bias => _bias;

    private protected WeightInit Start => _start;

    /// <summary>
    /// Features [N,C] in float32 (or float64): the average of a map [N,C,H,W] over the picture, or what the stages have made features
    /// themselves.
    /// </summary>
    public static Tensor Pool(Tensor map)
    {
        using DisposeScope scope = NewDisposeScope();
        bool isExact = map.dtype is ScalarType.Float32 or ScalarType.Float64;
        Tensor features =
            map.dim() == 2 ? map.to(isExact ? map.dtype : ScalarType.Float32).alias()
            : isExact ? map.mean([2, 3])
            : map.mean([2, 3], type: ScalarType.Float32);
        return features.MoveToOuterDisposeScope();
    }

    /// <summary>Logits [N,C] of features [N,F].</summary>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor seen = training && Dropout > 0 ? F.dropout(input, Dropout, training: true) : input;
        return F.linear(seen, _weight.reshape(Classes, _features), _bias).MoveToOuterDisposeScope();
    }

    /// <summary>Logits [N,C] of the last map [N,F,H,W], or of features [N,F].</summary>
    public virtual Tensor FromMap(Tensor map)
    {
        using Tensor features = Pool(map);
        return call(features);
    }

    /// <summary>New random weights for another number of classes.</summary>
    public virtual void Reset(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        (Parameter weight, Parameter bias) = New(_start, [classes, .. _weight.shape[1..]], _weight.device);
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
    public virtual ClassifierHead Copy() => new(_features, Dropout, _start, Copies());

    /// <summary>Registration is explicit.</summary>
    protected sealed override void RegisterComponents() { }

    /// <summary>New weights [classes, features, …] and their bias [classes].</summary>
    private protected static (Parameter Weight, Parameter Bias) New(WeightInit start, long[] shape, Device device)
    {
        using IDisposable noGradients = no_grad();
        Tensor weight = empty(shape, device: device);
        Tensor bias = empty([shape[0]], device: device);
        start.Fill(weight, bias);
        return (new Parameter(weight), new Parameter(bias));
    }

    /// <summary>Weight and bias as they are, without gradients.</summary>
    private protected (Parameter Weight, Parameter Bias) Copies() => (CopyOf(_weight), CopyOf(_bias));

    private static Parameter CopyOf(Parameter parameter)
    {
        using Tensor detached = parameter.detach();
        return new Parameter(detached.clone(), requires_grad: false);
    }
}
