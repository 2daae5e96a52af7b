using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TransferWeb.Vision.Backbones;

/// <summary>What follows a convolution.</summary>
internal enum Activation
{
    None,
    Relu,
    Relu6,
}

internal static class ActivationFunctions
{
    /// <summary>
    /// Applies the activation in place. Safe after a convolution, a batch norm or an addition: none of them needs its own output for the
    /// gradient.
    /// </summary>
    public static Tensor ApplyInPlace(this Activation activation, Tensor map) =>
        activation switch
        {
            Activation.Relu => F.relu(map, inplace: true),
            Activation.Relu6 when LacksRelu6Gradient(map) => F.relu(map, inplace: true).clamp(null, 6),
            Activation.Relu6 => F.relu6(map, inplace: true),
            _ => map,
        };

    // libtorch 1.13 knows no gradient of relu6 in bfloat16 on the CPU, but one of each of its two halves.
    private static bool LacksRelu6Gradient(Tensor map) => map.dtype == ScalarType.BFloat16 && map.requires_grad;
}
