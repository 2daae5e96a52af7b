using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>A batch norm and ReLU that come before a convolution, so that they cannot be folded into it. For maps [N,C,H,W].</summary>
internal sealed class NormRelu : Block
{
    private readonly BatchNorm2d _norm;

    public NormRelu(int channels)
        : base(nameof(NormRelu))
    {
        _norm = BatchNorm2d(channels);
        register_module("0", _norm);
    }

    /// <summary>Registers the norm directly below <paramref name="owner"/>.</summary>
    /// <returns>This block.</returns>
    public NormRelu NamedIn(Module owner, string name)
    {
        owner.register_module(name, _norm);
        return this;
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        return Activation.Relu.ApplyNormed(_norm, input).MoveToOuterDisposeScope();
    }

    public override Block Frozen(ScalarType dtype) => new Constant(_norm, dtype);

    private sealed class Constant : Block
    {
        private readonly Tensor _scale;
        private readonly Tensor _shift;

        public Constant(BatchNorm2d norm, ScalarType dtype)
            : base(nameof(Constant))
        {
            using IDisposable noGradients = no_grad();
            using DisposeScope scope = NewDisposeScope();
            Tensor scale = norm.weight!.to(float64) / (norm.running_var!.to(float64) + norm.eps).sqrt();
            Tensor shift = norm.bias!.to(float64) - (norm.running_mean!.to(float64) * scale);
            _scale = FrozenTensor.Of(scale.reshape(1, -1, 1, 1), dtype);
            _shift = FrozenTensor.Of(shift.reshape(1, -1, 1, 1), dtype);
            register_buffer("scale", _scale);
            register_buffer("shift", _shift);
        }

        private Constant(Constant source, ScalarType dtype)
            : base(nameof(Constant))
        {
            _scale = FrozenTensor.Of(source._scale, dtype);
            _shift = FrozenTensor.Of(source._shift, dtype);
            register_buffer("scale", _scale);
            register_buffer("shift", _shift);
        }

        public override Tensor forward(Tensor input)
        {
            using DisposeScope scope = NewDisposeScope();
            return F.relu((input * _scale).add_(_shift), inplace: true).MoveToOuterDisposeScope();
        }

        public override Block Frozen(ScalarType dtype) => new Constant(this, dtype);
    }
}
