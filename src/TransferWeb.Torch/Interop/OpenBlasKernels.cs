using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp.Interop;

/// <summary>
/// Keeps OpenBLAS from its AVX-512 kernels. With those of version 0.3.21, which Debian 12 has, up to 16 of 117 golden tests of backbones failed on an AMD EPYC of the fourth
/// generation, and with those for AVX2 none. The goldens of that time turned out to be sensitive to any rounding (see RESULTS.md of the benchmarks), so it is not shown that the kernels are at
/// fault; until today's goldens have passed with them, the ones that are known to be right are taken. Convolutions of dense channels do not use OpenBLAS, so that this costs little. What
/// the user has set in the environment stands.
/// </summary>
internal static partial class OpenBlasKernels
{
    private const string Variable = "OPENBLAS_CORETYPE";
    private const string Avx2 = "Haswell";

    /// <summary>Chooses them. Call it before libtorch is loaded: OpenBLAS looks once, then.</summary>
    public static void Choose()
    {
        if (OperatingSystem.IsLinux() && Avx512F.IsSupported)
        {
            _ = SetEnvironment(Variable, Avx2, overwrite: 0);
        }
    }

    // The runtime's own SetEnvironmentVariable changes a copy that native libraries do not see.
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
