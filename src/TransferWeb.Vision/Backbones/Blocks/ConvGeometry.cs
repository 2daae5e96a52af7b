using TransferWeb.Torch;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>How a convolution's kernel moves.</summary>
/// <param name="Stride">Step in pixels.</param>
/// <param name="Padding">Rim of zeros in pixels.</param>
/// <param name="Groups">Groups of channels.</param>
internal sealed record ConvGeometry(int Stride, int Padding, int Groups)
{
    /// <summary>The convolution of a map [N,C,H,W] with a weight [outputs, inputs/groups, kernel, kernel] and a bias [outputs].</summary>
    public Tensor Convolve(Tensor map, Tensor weight, Tensor? bias) =>
        (this is { Stride: 1, Padding: 1, Groups: 1 } ? Acceleration.TryWinograd(map, weight, bias) : null)
        ?? F.conv2d(map, weight, bias, strides: [Stride, Stride], padding: [Padding, Padding], groups: Groups);

    /// <summary>The same convolution and an activation in one, for weights that do not change; null where the device has no such thing.</summary>
    public FusedConvolution? Fuse(Tensor weight, Tensor? bias, Activation activation) =>
        FusedConvolution.TryCreate(weight, bias, Stride, Padding, Groups, activation);
}
