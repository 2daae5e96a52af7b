using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>The functions of libtransferweb_torch; transferweb_torch.h says what each does and who owns what.</summary>
internal static unsafe partial class NativeMethods
{
    private const string Library = "transferweb_torch";

    static NativeMethods()
    {
        NativeLoader.Register();
    }

    [LibraryImport(Library)]
    internal static partial byte* twt_last_error();

    [LibraryImport(Library)]
    internal static partial byte* twt_version();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int twt_find_operator(string name, string overload, out nint result);

    [LibraryImport(Library)]
    internal static partial int twt_call(
        nint op,
        NativeValue* arguments,
        long count,
        NativeValue* results,
        long capacity,
        long* written
    );

    [LibraryImport(Library)]
    internal static partial void twt_tensor_free(nint tensor);

    [LibraryImport(Library)]
    internal static partial nint twt_tensor_retain(nint tensor);

    [LibraryImport(Library)]
    internal static partial int twt_tensor_info(nint tensor, TensorInfo* info);

    [LibraryImport(Library)]
    internal static partial int twt_tensor_data(nint tensor, out nint data);

    [LibraryImport(Library)]
    internal static partial int twt_tensor_from_memory(
        void* data,
        long* sizes,
        long dimensions,
        int scalarType,
        delegate* unmanaged<nint, void> release,
        nint context,
        out nint result
    );

    [LibraryImport(Library)]
    internal static partial int twt_tensor_set_requires_grad(nint tensor, int value);

    [LibraryImport(Library)]
    internal static partial int twt_tensor_grad(nint tensor, out nint result);

    [LibraryImport(Library)]
    internal static partial int twt_tensor_set_grad(nint tensor, nint grad);

    [LibraryImport(Library)]
    internal static partial int twt_backward(
        nint* tensors,
        nint* gradients,
        long count,
        nint* inputs,
        long inputCount,
        int retainGraph,
        int createGraph
    );

    [LibraryImport(Library)]
    internal static partial int twt_grad(
        nint* outputs,
        nint* gradients,
        long count,
        nint* inputs,
        long inputCount,
        int retainGraph,
        int createGraph,
        int allowUnused,
        nint* results
    );

    [LibraryImport(Library)]
    internal static partial int twt_grad_mode();

    [LibraryImport(Library)]
    internal static partial void twt_set_grad_mode(int enabled);

    [LibraryImport(Library)]
    internal static partial int twt_inference_mode();

    [LibraryImport(Library)]
    internal static partial int twt_inference_guard(int enabled, out nint result);

    [LibraryImport(Library)]
    internal static partial int twt_autocast_guard(int deviceType, int scalarType, int enabled, out nint result);

    [LibraryImport(Library)]
    internal static partial int twt_autocast_state(int deviceType, out int enabled, out int scalarType);

    [LibraryImport(Library)]
    internal static partial void twt_guard_free(nint guard);

    [LibraryImport(Library)]
    internal static partial int twt_manual_seed(ulong seed);

    [LibraryImport(Library)]
    internal static partial int twt_generator_new(int deviceType, int deviceIndex, out nint result);

    [LibraryImport(Library)]
    internal static partial int twt_generator_default(int deviceType, int deviceIndex, out nint result);

    [LibraryImport(Library)]
    internal static partial void twt_generator_free(nint generator);

    [LibraryImport(Library)]
    internal static partial int twt_generator_set_seed(nint generator, ulong seed);

    [LibraryImport(Library)]
    internal static partial int twt_generator_seed(nint generator, out ulong seed);

    [LibraryImport(Library)]
    internal static partial int twt_generator_state(nint generator, out nint state);

    [LibraryImport(Library)]
    internal static partial int twt_generator_set_state(nint generator, nint state);

    [LibraryImport(Library)]
    internal static partial int twt_generator_device(nint generator, out int deviceType, out int deviceIndex);

    [LibraryImport(Library)]
    internal static partial int twt_set_threads(int count);

    [LibraryImport(Library)]
    internal static partial int twt_threads();

    [LibraryImport(Library)]
    internal static partial int twt_set_interop_threads(int count);

    [LibraryImport(Library)]
    internal static partial int twt_interop_threads();

    [LibraryImport(Library)]
    internal static partial int twt_cuda_available();

    [LibraryImport(Library)]
    internal static partial int twt_cuda_device_count();

    [LibraryImport(Library)]
    internal static partial int twt_cudnn_available();

    [LibraryImport(Library)]
    internal static partial int twt_synchronize(int deviceType, int deviceIndex);

    [LibraryImport(Library)]
    internal static partial int twt_memory_stats(int deviceType, int deviceIndex, out MemoryStats stats);

    [LibraryImport(Library)]
    internal static partial int twt_reset_peak_memory(int deviceType, int deviceIndex);

    [LibraryImport(Library)]
    internal static partial int twt_device_name(int deviceType, int deviceIndex, byte* name, long capacity);

    [LibraryImport(Library)]
    internal static partial int twt_device_capability(int deviceType, int deviceIndex, out int major, out int minor);

    [LibraryImport(Library)]
    internal static partial int twt_empty_cache(int deviceType);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int twt_flag(string name, out int value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int twt_set_flag(string name, int value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int twt_process_group_available(string backend);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int twt_process_group_new(
        string backend,
        string storeFile,
        int rank,
        int size,
        long timeoutMilliseconds,
        out nint result
    );

    [LibraryImport(Library)]
    internal static partial int twt_process_group_all_reduce(nint group, nint* tensors, long count);

    [LibraryImport(Library)]
    internal static partial int twt_process_group_broadcast(nint group, nint* tensors, long count);

    [LibraryImport(Library)]
    internal static partial int twt_process_group_barrier(nint group);

    [LibraryImport(Library)]
    internal static partial void twt_process_group_free(nint group);

    [LibraryImport(Library)]
    internal static partial int twt_convolution_new(
        nint weight,
        nint bias,
        long stride,
        long padding,
        long groups,
        int activation,
        out nint result
    );

    [LibraryImport(Library)]
    internal static partial int twt_convolution_run(nint convolution, nint input, nint addend, out nint result);

    [LibraryImport(Library)]
    internal static partial void twt_convolution_free(nint convolution);

    [LibraryImport(Library)]
    internal static partial int twt_norm_activation(
        nint input,
        nint weight,
        nint bias,
        nint runningMean,
        nint runningVariance,
        double momentum,
        double epsilon,
        int activation,
        out nint result
    );

    [LibraryImport(Library)]
    internal static partial int twt_winograd(nint input, nint weight, nint bias, out nint result);
}
