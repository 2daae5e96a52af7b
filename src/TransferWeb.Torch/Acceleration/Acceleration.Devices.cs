using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using TorchSharp;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TransferWeb.Torch;

public static partial class Acceleration
{
    private const int NameBytes = 256;

    /// <summary>The first generation of cards (Ampere) that computes in bfloat16.</summary>
    private const int Bfloat16Capability = 8;

    /// <summary>Whether the device has instructions for bfloat16; without them the type saves memory but no time.</summary>
    public static bool HasBfloat16(Device device)
    {
        if (device.type == DeviceType.CPU)
        {
            return CpuHasBfloat16();
        }
        if (device.type != DeviceType.CUDA || !cuda.is_available())
        {
            return false;
        }
        var status = NativeMethods.twt_device_capability((int)device.type, device.index, out var major, out _);
        return status == 0 && major >= Bfloat16Capability;
    }

    /// <summary>Lets CUDA's matrix products and convolutions use TF32, and cuDNN try its algorithms for each new shape, for the whole process.</summary>
    public static void PreferSpeedOnCuda()
    {
        backends.cuda.matmul.allow_tf32 = true;
        backends.cudnn.allow_tf32 = true;
        backends.cudnn.benchmark = true;
    }

    /// <summary>What the device calls itself, as "NVIDIA A100-SXM4-40GB"; "CPU" for the processor.</summary>
    /// <exception cref="ExternalException">There is no such device.</exception>
    public static unsafe string DeviceName(Device device)
    {
        if (device.type == DeviceType.CPU)
        {
            return "CPU";
        }
        var name = stackalloc byte[NameBytes];
        NativeStatus.Check(NativeMethods.twt_device_name((int)device.type, device.index, name, NameBytes));
        return Marshal.PtrToStringUTF8((nint)name)!;
    }

    /// <summary>A CUDA device's memory, or null where there is nothing to tell: the processor's belongs to the whole machine.</summary>
    /// <exception cref="ExternalException">There is no such device, or this build cannot ask.</exception>
    public static DeviceMemory? MemoryOf(Device device)
    {
        if (device.type != DeviceType.CUDA)
        {
            return null;
        }
        NativeStatus.Check(NativeMethods.twt_memory_stats((int)device.type, device.index, out var stats));
        return new DeviceMemory(
            stats.Allocated,
            stats.AllocatedPeak,
            stats.Reserved,
            stats.ReservedPeak,
            stats.DeviceFree,
            stats.DeviceTotal
        );
    }

    /// <summary>Lets the peaks of <see cref="MemoryOf"/> start anew; the processor has none.</summary>
    /// <exception cref="ExternalException">There is no such device, or this build cannot ask.</exception>
    public static void ResetPeakMemory(Device device)
    {
        if (device.type == DeviceType.CUDA)
        {
            NativeStatus.Check(NativeMethods.twt_reset_peak_memory((int)device.type, device.index));
        }
    }

    /// <summary>Gives cached CUDA memory that no tensor uses back to the device; without a device, nothing happens.</summary>
    public static void EmptyCache()
    {
        if (cuda.is_available())
        {
            NativeStatus.Check(NativeMethods.twt_empty_cache((int)DeviceType.CUDA));
        }
    }

    private static bool CpuHasBfloat16()
    {
        if (!X86Base.IsSupported || X86Base.CpuId(0, 0).Eax < 7)
        {
            return false;
        }
        const int amxBfloat16 = 1 << 22; // leaf 7, sub-leaf 0, EDX
        const int avx512Bfloat16 = 1 << 5; // leaf 7, sub-leaf 1, EAX
        return (X86Base.CpuId(7, 0).Edx & amxBfloat16) != 0 || (X86Base.CpuId(7, 1).Eax & avx512Bfloat16) != 0;
    }
}
