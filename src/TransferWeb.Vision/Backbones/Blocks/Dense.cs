using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>A linear map of the last dimension and an activation. Named as torch's Linear: <c>weight</c> and, where it has one, <c>bias</c>.</summary>
internal sealed class Dense : Block
{
    private readonly Tensor _weight;
    private readonly Tensor? _bias;
    private readonly Activation _activation;

    /// <summary>Random weights.</summary>
    /// <param name="inputs">Width in.</param>
    /// <param name="outputs">Width out.</param>
    /// <param name="start">How the weights begin.</param>
    /// <param name="activation">What follows.</param>
    /// <param name="biased">Whether it has a bias.</param>
    public Dense(int inputs, int outputs, WeightInit start, Activation activation = Activation.None, bool biased = true)
        : base(nameof(Dense))
    {
        Parameter weight = new(empty(outputs, inputs));
        Parameter? bias = biased ? new Parameter(empty(outputs)) : null;
        start.Fill(weight, bias);
        _weight = weight;
        _bias = bias;
        _activation = activation;
        register_parameter("weight", weight);
        if (bias is not null)
        {
            register_parameter("bias", bias);
        }
    }

    /// <summary>For inference only: copies.</summary>
    /// <param name="weight">[outputs, inputs].</param>
    /// <param name="bias">[outputs] or null.</param>
    /// <param name="activation">What follows.</param>
    /// <param name="dtype">The type computed in.</param>
    public Dense(Tensor weight, Tensor? bias, Activation activation, ScalarType dtype)
        : base(nameof(Dense))
    {
        _weight = FrozenTensor.Of(weight, dtype);
        _bias = bias is null ? null : FrozenTensor.Of(bias, dtype);
        _activation = activation;
        register_buffer("weight", _weight);
        if (_bias is not null)
        {
            register_buffer("bias", _bias);
        }
    }

    /// <summary>[outputs, inputs].</summary>
    public Tensor Weight => _weight;

    /// <summary>[outputs] or null.</summary>
    public Tensor? Bias => _bias;

    /// <summary>Registers weight and bias directly below <paramref name="owner"/>, under the names given.</summary>
    /// <returns>This block.</returns>
    public Dense NamedIn(Module owner, string weight, string bias)
    {
        owner.register_parameter(weight, (Parameter)_weight);
        owner.register_parameter(bias, (Parameter)_bias!);
        return this;
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        return _activation.Apply(F.linear(input, _weight, _bias)).MoveToOuterDisposeScope();
    }

    public override Block Frozen(ScalarType dtype) => new Dense(_weight, _bias, _activation, dtype);

    /// <summary>As <see cref="Frozen(ScalarType)"/>, with each result multiplied by a number of its own: <paramref name="scale"/> [outputs].</summary>
    public Block FrozenScaled(Tensor scale, ScalarType dtype)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor factors = scale.to(float64);
        Tensor? bias = _bias is null ? null : _bias.to(float64) * factors;
        return new Dense(_weight.to(float64) * factors.unsqueeze(1), bias, _activation, dtype);
    }
}
