using TorchSharp.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TransferWeb.Torch;

public static partial class Acceleration
{
    /// <summary>
    /// A batch norm in training and the activation after it as one operation, which goes through memory half as often as the two do, on the way back too. Its
    /// sums do not depend on the number of threads. It cannot be differentiated twice.
    /// </summary>
    /// <param name="norm">Its running statistics move as by calling it. Hooks are not called.</param>
    /// <param name="input">[N,C,H,W], channels-last, float32 or bfloat16, on the processor.</param>
    /// <param name="activation">None, Relu, Relu6 or Hardswish.</param>
    /// <returns>
    /// Of the input's shape, type and layout; null, and nothing done, where it has to be computed by operators: in evaluation, for norms without weights of
    /// float32, for other maps and activations, and in builds without OpenMP.
    /// </returns>
    public static Tensor? TryNormActivation(BatchNorm2d norm, Tensor input, Activation activation)
    {
        if (!norm.training || norm.momentum is not { } momentum)
        {
            return null;
        }

        var status = NativeMethods.twt_norm_activation(
            input.Handle,
            norm.weight?.Handle ?? 0,
            norm.bias?.Handle ?? 0,
            norm.running_mean?.Handle ?? 0,
            norm.running_var?.Handle ?? 0,
            momentum,
            norm.eps,
            (int)activation,
            out var result
        );
        GC.KeepAlive(norm);
        GC.KeepAlive(input);
        NativeStatus.Check(status);
        if (result == 0)
        {
            return null;
        }

        norm.CountBatch();
        return new Tensor(result);
    }
}
