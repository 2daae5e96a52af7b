using System.Runtime.InteropServices;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TransferWeb.Torch;

/// <summary>
/// A convolution for inference on the processor that adds another map and applies an activation while its result is still in the cache: oneDNN's fused
/// primitives, planned once for each shape, with weights brought into their layout once. Libtorch's own operators do each step for itself and arrange the
/// weights anew in every call. TorchSharp has no name for it: code that uses it asks <see cref="TryRun"/> and knows another way.
/// </summary>
public sealed class FusedConvolution : IDisposable
{
    private nint _handle;

    private FusedConvolution(nint handle) => _handle = handle;

    /// <inheritdoc cref="Dispose"/>
    ~FusedConvolution() => Free();

    /// <summary>Plans nothing yet; null where there are no fused primitives: on other devices, in other types than float32 and bfloat16, in builds without oneDNN, and for weights that are not all finite.</summary>
    /// <param name="weight">[outputs, inputs/groups, kernel, kernel]; must not change any more.</param>
    /// <param name="bias">[outputs], of the weight's type, or null.</param>
    /// <param name="stride">Step of the kernel in pixels.</param>
    /// <param name="padding">Rim of zeros in pixels.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="activation">What follows.</param>
    public static FusedConvolution? TryCreate(
        Tensor weight,
        Tensor? bias,
        long stride,
        long padding,
        long groups,
        Activation activation
    )
    {
        var status = NativeMethods.twt_convolution_new(
            weight.Handle,
            bias?.Handle ?? 0,
            stride,
            padding,
            groups,
            (int)activation,
            out var handle
        );
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
        NativeStatus.Check(status);
        return handle == 0 ? null : new FusedConvolution(handle);
    }

    /// <summary>activation(convolution(input) + addend); null where it has to be computed by operators.</summary>
    /// <param name="input">[N, inputs, H, W], channels-last, of the weight's type, wanting no gradient.</param>
    /// <param name="addend">Of the result's shape, type and layout, or null. It is not changed.</param>
    /// <returns>[N, outputs, H', W'], channels-last.</returns>
    /// <exception cref="ExternalException">Memory ran out.</exception>
    public Tensor? TryRun(Tensor input, Tensor? addend = null)
    {
        ObjectDisposedException.ThrowIf(_handle == 0, this);
        var status = NativeMethods.twt_convolution_run(_handle, input.Handle, addend?.Handle ?? 0, out var result);
        GC.KeepAlive(input);
        GC.KeepAlive(addend);
        GC.KeepAlive(this);
        NativeStatus.Check(status);
        return result == 0 ? null : new Tensor(result);
    }

    /// <summary>Frees the plans and the arranged weights.</summary>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        var handle = Interlocked.Exchange(ref _handle, 0);
        if (handle != 0)
        {
            NativeMethods.twt_convolution_free(handle);
        }
    }
}
