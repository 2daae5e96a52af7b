using System.Runtime.InteropServices;

namespace TransferWeb.Training.Devices;

/// <summary>
/// Makes libtorch's OpenMP threads give way. GNU OpenMP lets a thread that waits for the others spin for milliseconds: where anything else
/// wants the same processors, decoding threads included, everybody then waits for a thread that does nothing.
/// </summary>
public static partial class SharedProcessors
{
    // Measured on 2 cores, fine-tuning MobileNetV2: alone a tenth faster than the default, beside another program up to ten times.
    private const string Spins = "2000";

    /// <summary>Says so to OpenMP, which reads its settings once, when it is loaded: call this before the first use of libtorch or libvips. What the user has set stands.</summary>
    public static void Prepare()
    {
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null)
        {
            _ = SetEnvironment("GOMP_SPINCOUNT", Spins, overwrite: 0);
        }
    }

    // The runtime's own SetEnvironmentVariable changes a copy that native libraries do not see.
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
