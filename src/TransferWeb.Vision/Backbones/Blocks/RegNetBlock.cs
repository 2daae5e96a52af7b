namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>RegNet's block: 1 × 1, grouped 3 × 3, weighing of channels, 1 × 1, and a way around them. Named as in torchvision.</summary>
internal sealed class RegNetBlock : Residual
{
    private const int GroupWidth = 8;

    private RegNetBlock(Chain body, ConvNorm? projection)
        : base(body, projection, Activation.Relu, named: false)
    {
        register_module("f", body);
        if (projection is not null)
        {
            register_module("proj", projection);
        }
    }

    /// <summary>Random weights.</summary>
    /// <param name="inputs">Channels in.</param>
    /// <param name="width">Channels out, and in the middle.</param>
    /// <param name="stride">Step of the filter; above 1 the map shrinks.</param>
    public static RegNetBlock Create(int inputs, int width, int stride)
    {
        int squeezed = (int)Math.Round(0.25 * inputs);
        Chain body = new(
            ("a", new ConvNorm(inputs, width, 1, 1, Activation.Relu)),
            ("b", new ConvNorm(width, width, 3, stride, Activation.Relu, groups: width / GroupWidth)),
            ("se", new SqueezeExcite(width, squeezed, Activation.Relu, Activation.Sigmoid, WeightInits.HeFanOutTorchBias)),
            ("c", new ConvNorm(width, width, 1, 1, Activation.None))
        );
        bool fits = stride == 1 && inputs == width;
        return new RegNetBlock(body, fits ? null : new ConvNorm(inputs, width, 1, stride, Activation.None));
    }
}
