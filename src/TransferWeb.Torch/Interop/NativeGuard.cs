namespace TorchSharp.Interop;

/// <summary>A mode of the calling thread that ends when the guard is disposed: on the same thread, last opened first.</summary>
internal sealed class NativeGuard(nint handle) : IDisposable
{
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private nint _handle = handle;

    /// <exception cref="InvalidOperationException">Disposed on another thread, whose modes it does not know.</exception>
    public void Dispose()
    {
        if (_handle == 0)
        {
            return;
        }
        if (Environment.CurrentManagedThreadId != _thread)
        {
            throw new InvalidOperationException("A mode ends on the thread that began it; this is another.");
        }
        NativeMethods.twt_guard_free(_handle);
        _handle = 0;
    }
}
