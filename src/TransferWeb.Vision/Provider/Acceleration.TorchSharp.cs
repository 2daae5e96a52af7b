using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TransferWeb.Torch;

/// <summary>A CUDA device's memory in bytes. TorchSharp's packages tell nothing of it; the type is here so that its users compile.</summary>
public sealed record DeviceMemory(
    long AllocatedBytes,
    long AllocatedPeakBytes,
    long ReservedBytes,
    long ReservedPeakBytes,
    long FreeBytes,
    long TotalBytes
);

/// <summary>What follows a convolution or a linear map, by the names of our own binding.</summary>
public enum Activation
{
    None,
    Relu,
    Relu6,
    Hardswish,
    Hardsigmoid,
    Silu,
    Sigmoid,
    Gelu,
}

/// <summary>A convolution with what follows it. TorchSharp's packages have none; the type is here so that its users compile.</summary>
public sealed class FusedConvolution : IDisposable
{
    private FusedConvolution() { }

    /// <summary>Null: it is computed by operators.</summary>
    public static FusedConvolution? TryCreate(
        Tensor weight,
        Tensor? bias,
        long stride,
        long padding,
        long groups,
        Activation activation
    ) => null;

    /// <exception cref="NotSupportedException">Always; there is none to be had.</exception>
    public Tensor? TryRun(Tensor input, Tensor? addend = null) => throw new NotSupportedException();

    /// <summary>Nothing to free.</summary>
    public void Dispose() { }
}

/// <summary>
/// What <c>Acceleration</c> of our own binding offers, done with TorchSharp's API alone. Compiled only when the engine is one of
/// TorchSharp's packages: layouts go by strides, lists of tensors one by one, and there is no autocast and no memory statistics.
/// </summary>
public static class Acceleration
{
    /// <summary>Lets CUDA's matrix products and convolutions use TF32, for the whole process.</summary>
    public static void PreferSpeedOnCuda()
    {
        backends.cuda.matmul.allow_tf32 = true;
        backends.cudnn.allow_tf32 = true;
    }

    /// <summary>The picture tensor (N, C, H, W) with the channels of each pixel side by side in memory; else a fresh alias.</summary>
    public static Tensor ToChannelsLast(Tensor tensor)
    {
        if (tensor.ndim != 4 || IsChannelsLast(tensor))
        {
            return tensor.alias();
        }
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(tensor.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2));
    }

    /// <summary>Whether the tensor has four dimensions, with the channels of each pixel side by side in memory.</summary>
    public static bool IsChannelsLast(Tensor tensor)
    {
        if (tensor.ndim != 4)
        {
            return false;
        }
        using var pixels = tensor.permute(0, 2, 3, 1);
        return pixels.is_contiguous();
    }

    /// <summary>Lays out every four-dimensional weight as <see cref="ToChannelsLast"/> does, in place.</summary>
    public static void ModuleToChannelsLast(nn.Module module)
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        foreach (var parameter in module.parameters().Where(parameter => parameter.ndim == 4))
        {
            parameter.set_(ToChannelsLast(parameter.detach()));
        }
    }

    /// <exception cref="NotSupportedException">Always; ask <see cref="SupportsAutocast"/> first.</exception>
    public static IDisposable Autocast(DeviceType device, ScalarType type) =>
        throw new NotSupportedException(
            $"TorchSharp's packages have no autocast ({type} on {device}). Train in 32 bits, or build with TorchProvider=System."
        );

    /// <summary>False: TorchSharp's packages have no autocast.</summary>
    public static bool SupportsAutocast(DeviceType device, ScalarType type) => false;

    /// <summary>Whether the device has instructions for bfloat16. Of cards TorchSharp tells nothing, so false.</summary>
    public static bool HasBfloat16(Device device)
    {
        if (device.type != DeviceType.CPU || !X86Base.IsSupported || X86Base.CpuId(0, 0).Eax < 7)
        {
            return false;
        }
        const int amxBfloat16 = 1 << 22; // leaf 7, sub-leaf 0, EDX
        const int avx512Bfloat16 = 1 << 5; // leaf 7, sub-leaf 1, EAX
        return (X86Base.CpuId(7, 0).Edx & amxBfloat16) != 0 || (X86Base.CpuId(7, 1).Eax & avx512Bfloat16) != 0;
    }

    /// <summary>"CPU", or the device's kind and number.</summary>
    public static string DeviceName(Device device) => device.type == DeviceType.CPU ? "CPU" : device.ToString();

    /// <summary>Null: TorchSharp's packages have no memory statistics.</summary>
    public static DeviceMemory? MemoryOf(Device device) => null;

    /// <summary>Nothing to reset.</summary>
    public static void ResetPeakMemory(Device device) { }

    /// <summary>TorchSharp's packages cannot empty the cache.</summary>
    public static void EmptyCache() { }

    /// <summary>Where the CPU's stream of random numbers stands. Other devices' streams cannot be asked.</summary>
    /// <exception cref="NotSupportedException">The device is not the CPU.</exception>
    public static byte[] RandomState(Device? device = null)
    {
        RequireCpu(device);
        using var scope = NewDisposeScope();
        return Generator.Default.get_state().bytes.ToArray();
    }

    /// <summary>Puts the CPU's stream of random numbers where it stood when the state was taken.</summary>
    /// <exception cref="NotSupportedException">The device is not the CPU.</exception>
    public static void RestoreRandomState(byte[] state, Device? device = null)
    {
        RequireCpu(device);
        using var scope = NewDisposeScope();
        Generator.Default.set_state(tensor(state));
    }

    /// <summary>Sets how many threads one operation may use; at least 1.</summary>
    public static void SetThreads(int count) => set_num_threads(count);

    /// <summary>How many threads one operation may use.</summary>
    public static int GetThreads() => get_num_threads();

    /// <summary>Waits until the device has done everything asked of it; the CPU always has.</summary>
    public static void Synchronize(Device device)
    {
        if (device.type == DeviceType.CUDA)
        {
            cuda.synchronize(device);
        }
    }

    /// <summary>Whether the failure says that memory ran out, on the device or in the process: a smaller batch may pass.</summary>
    public static bool IsOutOfMemory(Exception failure) =>
        failure is OutOfMemoryException
        || failure is ExternalException
            && (
                failure.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
                || failure.Message.Contains("can't allocate memory", StringComparison.OrdinalIgnoreCase)
            );

    /// <summary>Null: the norm and the activation are computed one after the other.</summary>
    public static Tensor? TryNormActivation(BatchNorm2d norm, Tensor input, Activation activation) => null;

    /// <summary>Null: the convolution is computed by an operator.</summary>
    public static Tensor? TryWinograd(Tensor input, Tensor weight, Tensor? bias = null) => null;

    /// <summary>target += alpha · other, pair by pair.</summary>
    public static void ForeachAdd_(IEnumerable<Tensor> targets, IEnumerable<Tensor> others, double alpha = 1) =>
        Each(targets.Zip(others), pair => pair.First.add_(pair.Second, alpha));

    /// <summary>target *= factor.</summary>
    public static void ForeachMul_(IEnumerable<Tensor> targets, double factor) => Each(targets, target => target.mul_(factor));

    /// <summary>target += value · first · second.</summary>
    public static void ForeachAddcmul_(
        IEnumerable<Tensor> targets,
        IEnumerable<Tensor> first,
        IEnumerable<Tensor> second,
        double value = 1
    ) => Each(targets.Zip(first, second), three => three.First.addcmul_(three.Second, three.Third, value));

    /// <summary>target += value · first / second.</summary>
    public static void ForeachAddcdiv_(
        IEnumerable<Tensor> targets,
        IEnumerable<Tensor> first,
        IEnumerable<Tensor> second,
        double value = 1
    ) => Each(targets.Zip(first, second), three => three.First.addcdiv_(three.Second, three.Third, value));

    /// <summary>target += weight · (end - target): a step of a moving average.</summary>
    public static void ForeachLerp_(IEnumerable<Tensor> targets, IEnumerable<Tensor> ends, double weight) =>
        Each(targets.Zip(ends), pair => pair.First.mul_(1 - weight).add_(pair.Second, weight));

    private static void Each<T>(IEnumerable<T> items, Func<T, Tensor> inPlace)
    {
        using var mode = no_grad();
        using var scope = NewDisposeScope();
        foreach (var item in items)
        {
            inPlace(item);
        }
    }

    private static void RequireCpu(Device? device)
    {
        if (device is { } other && other.type != DeviceType.CPU)
        {
            throw new NotSupportedException($"TorchSharp's packages do not tell where the random numbers of {other} stand.");
        }
    }
}
