using System.Reflection;
using System.Runtime.InteropServices;

namespace TransferWeb.Vision.Imaging.Vips;

/// <summary>Finds libvips, starts it once per process and sets it up for untrusted pictures.</summary>
internal static class VipsLibrary
{
    private static readonly Lazy<Exception?> Failure = new(Start);

    /// <summary>Makes sure that libvips runs.</summary>
    /// <exception cref="PictureException">It is not installed (<see cref="PictureFault.DecoderMissing"/>).</exception>
    public static void EnsureStarted()
    {
        if (Failure.Value is { } failure)
        {
            throw new PictureException(
                PictureFault.DecoderMissing,
                "Pictures cannot be decoded: the library libvips could not be loaded. On Debian or Ubuntu run: sudo apt-get install libvips42",
                failure
            );
        }
    }

    private static Exception? Start()
    {
        try
        {
            NativeLibrary.SetDllImportResolver(typeof(VipsLibrary).Assembly, Resolve);

            // Broken pictures are reported by exceptions; without this, libvips also writes a line for each to stderr.
            _ = VipsNative.g_setenv("VIPS_WARNING", "1", overwrite: 0);
            if (VipsNative.vips_init("transferweb") != 0)
            {
                return new InvalidOperationException("vips_init failed: " + VipsFailure.TakeMessage());
            }

            // Leaves only the decoders that libvips's authors fuzz: no ImageMagick, no PDF, no OpenEXR.
            VipsNative.vips_block_untrusted_set(1);
            VipsNative.vips_concurrency_set(1);
            VipsNative.vips_cache_set_max(0);
            return null;
        }
        catch (Exception exception)
            when (exception is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            return exception;
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        string[] candidates = name switch
        {
            VipsNative.Vips => ["libvips.so.42", "libvips-42.dll", "libvips.42.dylib"],
            VipsNative.GObject => ["libgobject-2.0.so.0", "libgobject-2.0-0.dll", "libgobject-2.0.0.dylib"],
            VipsNative.GLib => ["libglib-2.0.so.0", "libglib-2.0-0.dll", "libglib-2.0.0.dylib"],
            _ => [],
        };
        foreach (string candidate in candidates)
        {
            if (NativeLibrary.TryLoad(candidate, assembly, searchPath, out nint handle))
            {
                return handle;
            }
        }

        return 0;
    }
}
