using System.Reflection;
using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>Loads libtransferweb_torch from beside the program, and says in a sentence what is missing when it does not load.</summary>
internal static class NativeLoader
{
    private const string Library = "transferweb_torch";

    internal static void Register() => NativeLibrary.SetDllImportResolver(typeof(NativeLoader).Assembly, Resolve);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search)
    {
        if (name != Library)
        {
            return 0;
        }
        OpenBlasKernels.Choose();
        var path = Path.Combine(AppContext.BaseDirectory, $"lib{Library}.so");
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (DllNotFoundException failure)
        {
            throw new DllNotFoundException(
                $"libtorch could not be loaded through {path}. On Debian install it with "
                    + "\"apt-get install --no-install-recommends libtorch-dev libopenblas0-pthread\", or set LIBTORCH to a "
                    + $"libtorch folder, and build again. The system said: {failure.Message}",
                failure
            );
        }
    }
}
