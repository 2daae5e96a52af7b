using TorchSharp.Modules;
using TransferWeb.Torch;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>How activations are computed by operators.</summary>
internal static class ActivationFunctions
{
    /// <summary>
    /// Applies the activation to a map that nobody else reads, in place where that is safe: always where no gradient is wanted, and for ReLU
    /// and sigmoid otherwise too, whose gradients need only their result. What comes before (a convolution, a linear map, a batch norm, an
    /// addition) never needs its own output.
    /// </summary>
    public static Tensor Apply(this Activation activation, Tensor map) =>
        activation switch
        {
            Activation.Relu => F.relu(map, inplace: true),
            Activation.Relu6 when LacksRelu6Gradient(map) => F.relu(map, inplace: true).clamp(null, 6),
            Activation.Relu6 => F.relu6(map, inplace: true),
            Activation.Hardswish => F.hardswish(map, inplace: !map.requires_grad),
            Activation.Hardsigmoid => F.hardsigmoid(map, inplace: !map.requires_grad),
            Activation.Silu => F.silu(map, inplace: !map.requires_grad),
            Activation.Sigmoid => F.sigmoid(map, inplace: true),
            Activation.Gelu => F.gelu(map),
            _ => map,
        };

    /// <summary>The activation of a map's batch norm, in one operation where there is one.</summary>
    public static Tensor ApplyNormed(this Activation activation, BatchNorm2d norm, Tensor map) =>
        Acceleration.TryNormActivation(norm, map, activation)
        ?? activation.Apply(Acceleration.TryNormActivation(norm, map, Activation.None) ?? norm.call(map));

    // libtorch 1.13 knows no gradient of relu6 in bfloat16 on the CPU, but one of each of its two halves.
    private static bool LacksRelu6Gradient(Tensor map) => map.dtype == ScalarType.BFloat16 && map.requires_grad;
}
