using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Until it is disposed, nothing on this thread is recorded for gradients.</summary>
    public static IDisposable no_grad() => new GradMode(false);

    /// <summary>Until it is disposed, operations on this thread are recorded for gradients, or not.</summary>
    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    /// <inheritdoc cref="enable_grad"/>
    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    /// <summary>Whether operations on this thread are recorded for gradients.</summary>
    public static bool is_grad_enabled() => NativeMethods.twt_grad_mode() != 0;

    /// <summary>Until it is disposed, tensors made on this thread can never take part in gradients, which makes them cheaper.</summary>
    public static IDisposable inference_mode(bool mode = true)
    {
        NativeStatus.Check(NativeMethods.twt_inference_guard(mode ? 1 : 0, out var handle));
        return new NativeGuard(handle);
    }

    /// <summary>Whether this thread is in inference mode.</summary>
    public static bool is_inference_mode_enabled() => NativeMethods.twt_inference_mode() != 0;

    private sealed class GradMode : IDisposable
    {
        private readonly bool _before = is_grad_enabled();
        private bool _ended;

        public GradMode(bool enabled) => NativeMethods.twt_set_grad_mode(enabled ? 1 : 0);

        public void Dispose()
        {
            if (!_ended)
            {
                _ended = true;
                NativeMethods.twt_set_grad_mode(_before ? 1 : 0);
            }
        }
    }
}
