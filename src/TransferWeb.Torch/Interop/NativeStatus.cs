using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>Turns a native function's status into an exception that carries libtorch's own message.</summary>
internal static unsafe class NativeStatus
{
    internal const int OutOfMemory = 2;

    /// <summary>Throws when the status says that the call failed.</summary>
    /// <exception cref="ExternalException">The call failed; the message is libtorch's, the error code is the status.</exception>
    internal static void Check(int status)
    {
        if (status != 0)
        {
            Throw(status);
        }
    }

    private static void Throw(int status)
    {
        var message = Marshal.PtrToStringUTF8((nint)NativeMethods.twt_last_error());
#pragma warning disable CA2201 // TorchSharp's exception type, which callers catch.
        throw new ExternalException(message, status);
#pragma warning restore CA2201
    }
}
