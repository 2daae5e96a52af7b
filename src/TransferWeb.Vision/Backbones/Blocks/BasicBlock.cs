namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>Two 3 × 3 convolutions and a way around them (He et al., 2016), named as in torchvision.</summary>
internal sealed class BasicBlock : Residual
{
    private BasicBlock(ConvNorm first, ConvNorm second, ConvNorm? downsample)
        : base(new Chain(first, second), downsample, Activation.Relu, named: false)
    {
        first.NamedIn(this, "conv1", "bn1");
        second.NamedIn(this, "conv2", "bn2");
        if (downsample is not null)
        {
            register_module("downsample", downsample);
        }
    }

    /// <summary>Random weights.</summary>
    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="stride">Step of the first convolution; above 1 the map shrinks.</param>
    public static BasicBlock Create(int inputs, int outputs, int stride) =>
        new(
            new ConvNorm(inputs, outputs, 3, stride, Activation.Relu),
            new ConvNorm(outputs, outputs, 3, 1, Activation.None),
            stride != 1 || inputs != outputs ? new ConvNorm(inputs, outputs, 1, stride, Activation.None) : null
        );
}
