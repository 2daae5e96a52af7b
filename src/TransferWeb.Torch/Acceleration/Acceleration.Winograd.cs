using TorchSharp;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TransferWeb.Torch;

public static partial class Acceleration
{
    /// <summary>
    /// A convolution of 3 × 3 with a step and a rim of one pixel, by Winograd's minimal filtering F(4 × 4, 3 × 3) (Lavin &amp; Gray, 2016): a quarter of the
    /// multiplications, and about twice the rounding. It cannot be differentiated twice.
    /// </summary>
    /// <param name="input">[N,C,H,W], channels-last, float32, on the processor.</param>
    /// <param name="weight">[K,C,3,3], float32.</param>
    /// <param name="bias">[K], float32; none by default.</param>
    /// <returns>
    /// [N,K,H,W], channels-last; null where it has to be computed by operators or is by them as quickly: with few channels or small maps, in other types and on
    /// other devices, under autocast, and in builds without oneDNN.
    /// </returns>
    public static Tensor? TryWinograd(Tensor input, Tensor weight, Tensor? bias = null)
    {
        var status = NativeMethods.twt_winograd(input.Handle, weight.Handle, bias?.Handle ?? 0, out var result);
        GC.KeepAlive(input);
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
        NativeStatus.Check(status);
        return result == 0 ? null : new Tensor(result);
    }
}
