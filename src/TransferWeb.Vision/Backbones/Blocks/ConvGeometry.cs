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
        F.conv2d(map, weight, bias, strides: [Stride, Stride], padding: [Padding, Padding], groups: Groups);
}
