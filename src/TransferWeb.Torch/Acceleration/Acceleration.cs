using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TransferWeb.Torch;

/// <summary>
/// What makes training and inference faster and TorchSharp has no name for. Code that uses it builds with TorchSharp's packages too:
/// there a plain class of the same name does what it can.
/// </summary>
public static partial class Acceleration
{
    private const long ChannelsLast = 2;

    private static readonly Operator ContiguousOp = new("aten::contiguous");

    /// <summary>
    /// The picture tensor (N, C, H, W) with the channels of each pixel side by side in memory, where convolutions are fastest; of
    /// another number of dimensions, a fresh alias.
    /// </summary>
    public static Tensor ToChannelsLast(Tensor tensor) =>
        tensor.Dimensions == 4 ? ContiguousOp.Call(tensor, ChannelsLast) : tensor.alias();

    /// <summary>Whether the tensor has four dimensions, with the channels of each pixel side by side in memory.</summary>
    public static bool IsChannelsLast(Tensor tensor) => tensor.Has(TensorFlags.IsChannelsLast);

    /// <summary>Lays out every four-dimensional weight as <see cref="ToChannelsLast"/> does, in place.</summary>
    public static void ModuleToChannelsLast(nn.Module module)
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        foreach (var parameter in module.parameters())
        {
            parameter.set_data(ToChannelsLast(parameter));
        }
    }

    /// <summary>Until it is disposed, on the same thread, operations that lose nothing by it compute in the narrower type.</summary>
    /// <exception cref="ExternalException">There is no autocast for the kind of device.</exception>
    public static IDisposable Autocast(DeviceType device, ScalarType type)
    {
        NativeStatus.Check(NativeMethods.twt_autocast_guard((int)device, (int)type, 1, out var handle));
        return new NativeGuard(handle);
    }

    /// <summary>Whether <see cref="Autocast"/> can compute in the type on the kind of device.</summary>
    public static bool SupportsAutocast(DeviceType device, ScalarType type) =>
        device switch
        {
            DeviceType.CPU => type == ScalarType.BFloat16,
            DeviceType.CUDA => cuda.is_available() && type is ScalarType.BFloat16 or ScalarType.Float16,
            _ => false,
        };

    /// <summary>Where the device's stream of random numbers stands (the CPU's when null), for a checkpoint.</summary>
    public static byte[] RandomState(Device? device = null)
    {
        using var scope = NewDisposeScope();
        using var generator = Generator.DefaultOf(device ?? CPU);
        return generator.get_state().bytes.ToArray();
    }

    /// <summary>Puts the device's stream of random numbers where it stood when the state was taken.</summary>
    /// <exception cref="ExternalException">The bytes are no state of such a stream.</exception>
    public static void RestoreRandomState(byte[] state, Device? device = null)
    {
        using var scope = NewDisposeScope();
        using var generator = Generator.DefaultOf(device ?? CPU);
        generator.set_state(tensor(state));
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
                failure.HResult == NativeStatus.OutOfMemory
                || failure.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
                || failure.Message.Contains("can't allocate memory", StringComparison.OrdinalIgnoreCase)
            );
}
