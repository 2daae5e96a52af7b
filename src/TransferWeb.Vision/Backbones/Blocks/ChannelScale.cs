using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>Multiplies each channel of tokens [N,T,C] by a number of its own, learnt from 1 on. Named as in transformers: <c>lambda1</c>.</summary>
internal sealed class ChannelScale : Block
{
    private readonly Tensor _scale;

    public ChannelScale(int channels)
        : base(nameof(ChannelScale))
    {
        Parameter scale = new(ones(channels));
        _scale = scale;
        register_parameter("lambda1", scale);
    }

    private ChannelScale(ChannelScale source, ScalarType dtype)
        : base(nameof(ChannelScale))
    {
        _scale = FrozenTensor.Of(source._scale, dtype);
        register_buffer("lambda1", _scale);
    }

    public override Tensor forward(Tensor input) => input * _scale;

    public override Block Frozen(ScalarType dtype) => new ChannelScale(this, dtype);
}
