using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>
/// Layer norm over the channels (Ba, Kiros, Hinton, 2016): the last dimension of tokens, features and channels-last maps, or dimension 1 of maps
/// [N,C,H,W]. Named as torch's: <c>weight</c>, <c>bias</c>.
/// </summary>
internal sealed class LayerNorm : Block
{
    private readonly Tensor _weight;
    private readonly Tensor _bias;
    private readonly double _epsilon;
    private readonly bool _ofMaps;

    /// <summary>Scale 1, shift 0.</summary>
    /// <param name="channels">Number of channels.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="ofMaps">Whether it takes maps [N,C,H,W].</param>
    public LayerNorm(int channels, double epsilon, bool ofMaps = false)
        : base(nameof(LayerNorm))
    {
        Parameter weight = new(ones(channels));
        Parameter bias = new(zeros(channels));
        _weight = weight;
        _bias = bias;
        _epsilon = epsilon;
        _ofMaps = ofMaps;
        register_parameter("weight", weight);
        register_parameter("bias", bias);
    }

    private LayerNorm(LayerNorm source, ScalarType dtype)
        : base(nameof(LayerNorm))
    {
        _weight = FrozenTensor.Of(source._weight, dtype);
        _bias = FrozenTensor.Of(source._bias, dtype);
        _epsilon = source._epsilon;
        _ofMaps = source._ofMaps;
        register_buffer("weight", _weight);
        register_buffer("bias", _bias);
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor last = _ofMaps ? input.permute(0, 2, 3, 1) : input;

        // Where training computes in a shorter type, the norm does not: libtorch asks for one type, and the variance for the longer.
        last = last.to(_weight.dtype);
        Tensor normed = F.layer_norm(last, _weight.shape, _weight, _bias, _epsilon);
        return (_ofMaps ? normed.permute(0, 3, 1, 2) : normed).MoveToOuterDisposeScope();
    }

    public override Block Frozen(ScalarType dtype) => new LayerNorm(this, dtype);
}
