using System.Runtime.InteropServices;

namespace TransferWeb.Training.Devices;

/// <summary>Settings of the process that the engine runs in, of which .NET knows nothing.</summary>
public static partial class EngineProcess
{
    // Measured on 2 cores, fine-tuning MobileNetV2: alone a tenth faster than the default, beside another program up to ten times.
    private const string Spins = "2000";

    private const int TrimThreshold = -1;
    private const int GrowBy = -2;
    private const int MappedBlocks = -4;
    private const int GrowByBytes = 16 << 20;

    /// <summary>Makes all settings. Call it before the first use of libtorch or libvips. What the user has set in the environment stands.</summary>
    public static void Prepare()
    {
        if (OperatingSystem.IsLinux())
        {
            LetWaitingThreadsSleep();
            KeepFreedMemory();
        }
    }

    /// <summary>
    /// Gives the system back what has been freed and is kept for later, in the heaps of all threads. For the end of work whose memory nothing after it can use, such as
    /// that of threads which have ended.
    /// </summary>
    public static void ReturnFreedMemory()
    {
        if (OperatingSystem.IsLinux() && HasGlibc)
        {
            _ = TrimHeaps(0);
        }
    }

    private static bool HasGlibc => NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "mallopt", out _);

    // GNU OpenMP lets a thread that waits for the others spin for milliseconds: where anything else wants the same processors,
    // decoding threads included, everybody then waits for a thread that does nothing. OpenMP reads this once, when it is loaded.
    private static void LetWaitingThreadsSleep()
    {
        if (Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null)
        {
            _ = SetEnvironment("GOMP_SPINCOUNT", Spins, overwrite: 0);
        }
    }

    // glibc takes every large block from the system and gives it back at once. Feature maps are such blocks, new in each step, and the system
    // clears each of their pages first: a quarter of all processor time. In the heap they are used again, at about a tenth more
    // memory. Only the main thread's heap can grow so far, which is why the engine runs there (see EngineThread).
    private static void KeepFreedMemory()
    {
        if (HasGlibc)
        {
            _ = SetAllocator(MappedBlocks, 0);
            _ = SetAllocator(TrimThreshold, int.MaxValue);
            _ = SetAllocator(GrowBy, GrowByBytes);
        }
    }

    // The runtime's own SetEnvironmentVariable changes a copy that native libraries do not see.
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetAllocator(int parameter, int value);

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int TrimHeaps(nuint keep);
}
