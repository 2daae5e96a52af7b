using System.Runtime.InteropServices;

namespace TransferWeb.Vision.Imaging.Vips;

/// <summary>An operation of libvips that failed. The message is for diagnosis: libvips keeps one error text for all threads, so it may be another picture's.</summary>
internal sealed class VipsFailure(string operation, string message) : Exception($"{operation}: {message}")
{
    public static VipsFailure Of(string operation) => new(operation, TakeMessage());

    /// <summary>Empties libvips's error text and returns what was in it.</summary>
    public static string TakeMessage()
    {
        nint text = VipsNative.vips_error_buffer_copy();
        string message = Marshal.PtrToStringUTF8(text)?.Trim() ?? "";
        VipsNative.g_free(text);
        return message;
    }
}
