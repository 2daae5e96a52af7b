using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>
/// MobileNetV2's block: widen by a 1 × 1 convolution, filter each channel alone, narrow again without activation; added to its input where
/// the shapes agree. Names as in torchvision: everything below <c>conv</c>.
/// </summary>
internal sealed class InvertedResidual : Block
{
    private readonly Block _computation;

    /// <summary>Random weights.</summary>
    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="stride">Step of the filter; above 1 the map shrinks.</param>
    /// <param name="expansion">How many times wider the middle is than the input.</param>
    public InvertedResidual(int inputs, int outputs, int stride, int expansion)
        : base(nameof(InvertedResidual))
    {
        int hidden = inputs * expansion;
        ConvNorm filter = new(hidden, hidden, 3, stride, Activation.Relu6, groups: hidden);
        ConvNorm narrow = new(hidden, outputs, 1, 1, Activation.None);
        NameLevel names = new();
        register_module("conv", names);
        Chain body;
        if (expansion == 1)
        {
            names.Add("0", filter);
            narrow.NamedIn(names, "1", "2");
            body = new Chain(filter, narrow);
        }
        else
        {
            ConvNorm widen = names.Add("0", new ConvNorm(inputs, hidden, 1, 1, Activation.Relu6));
            names.Add("1", filter);
            narrow.NamedIn(names, "2", "3");
            body = new Chain(widen, filter, narrow);
        }

        _computation = stride == 1 && inputs == outputs ? new Residual(body, null, Activation.None) : body;
    }

    public override Tensor forward(Tensor input) => _computation.call(input);

    public override Block Frozen(ScalarType dtype) => _computation.Frozen(dtype);
}
