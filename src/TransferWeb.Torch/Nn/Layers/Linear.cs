using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>x · weightᵀ + bias: (…, in) to (…, out).</summary>
public sealed class Linear : Module<Tensor, Tensor>
{
    private Parameter? _weight;
    private Parameter? _bias;

    public long in_features { get; }
    public long out_features { get; }

    /// <summary>(out, in).</summary>
    public Parameter weight
    {
        get => _weight!;
        set => SetParameter(ref _weight, value, nameof(weight));
    }

    /// <summary>(out), or null.</summary>
    public Parameter? bias
    {
        get => _bias;
        set => SetParameter(ref _bias, value, nameof(bias));
    }

    internal Linear(long inputSize, long outputSize, bool hasBias, Device? device, ScalarType? dtype)
        : this(
            new Parameter(empty([outputSize, inputSize], dtype, device)),
            hasBias ? new Parameter(empty([outputSize], dtype, device)) : null
        )
    {
        reset_parameters();
    }

    internal Linear(Parameter weight, Parameter? bias)
        : base(nameof(Linear))
    {
        in_features = weight.shape[1];
        out_features = weight.shape[0];
        this.weight = weight;
        this.bias = bias;
    }

    /// <summary>Fills weight and bias with PyTorch's defaults: even values within ±1/√(inputs).</summary>
    public void reset_parameters() => Initialization.Default(weight, bias);

    public override Tensor forward(Tensor input) => functional.linear(input, weight, bias);
}
