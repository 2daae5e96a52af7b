namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>
/// The block of deep residual networks (He et al., 2016): narrow, filter, widen, and a way around them. The filter takes the step, as in
/// torchvision. Named as there.
/// </summary>
internal sealed class Bottleneck : Residual
{
    /// <summary>How many times wider a block's result is than its middle.</summary>
    public const int Expansion = 4;

    private Bottleneck(ConvNorm narrow, ConvNorm filter, ConvNorm widen, ConvNorm? downsample)
        : base(new Chain(narrow, filter, widen), downsample, Activation.Relu, named: false)
    {
        narrow.NamedIn(this, "conv1", "bn1");
        filter.NamedIn(this, "conv2", "bn2");
        widen.NamedIn(this, "conv3", "bn3");
        if (downsample is not null)
        {
            register_module("downsample", downsample);
        }
    }

    /// <summary>Random weights.</summary>
    /// <param name="inputs">Channels in.</param>
    /// <param name="width">Channels in the middle; the result has <see cref="Expansion"/> times as many.</param>
    /// <param name="stride">Step of the filter; above 1 the map shrinks.</param>
    public static Bottleneck Create(int inputs, int width, int stride) =>
        new(
            new ConvNorm(inputs, width, 1, 1, Activation.Relu),
            new ConvNorm(width, width, 3, stride, Activation.Relu),
            new ConvNorm(width, width * Expansion, 1, 1, Activation.None),
            stride != 1 || inputs != width * Expansion
                ? new ConvNorm(inputs, width * Expansion, 1, stride, Activation.None)
                : null
        );
}
