using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The version of libtorch that the native part was built with.</summary>
    public static unsafe string __version__ => Marshal.PtrToStringUTF8((nint)NativeMethods.twt_version())!;

    /// <summary>Sets how many threads one operation may use; at least 1.</summary>
    public static void set_num_threads(int num) => NativeStatus.Check(NativeMethods.twt_set_threads(num));

    /// <summary>How many threads one operation may use.</summary>
    public static int get_num_threads() => NativeMethods.twt_threads();

    /// <summary>Sets how many operations may run beside each other; only before the first parallel work.</summary>
    public static void set_num_interop_threads(int num) => NativeStatus.Check(NativeMethods.twt_set_interop_threads(num));

    /// <summary>How many operations may run beside each other.</summary>
    public static int get_num_interop_threads() => NativeMethods.twt_interop_threads();

    /// <summary>Whether operations can run on devices of the kind.</summary>
    public static bool TryInitializeDeviceType(DeviceType deviceType) =>
        deviceType switch
        {
            DeviceType.CPU => true,
            DeviceType.CUDA => cuda.is_available(),
            _ => false,
        };

    /// <summary>As <see cref="TryInitializeDeviceType"/>, throwing instead of returning false.</summary>
    /// <exception cref="InvalidOperationException">There is no such device.</exception>
    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (!TryInitializeDeviceType(deviceType))
        {
            throw new InvalidOperationException($"This libtorch has no {deviceType} device.");
        }
    }

    /// <summary>CUDA devices.</summary>
    public static class cuda
    {
        /// <summary>Whether libtorch was built for CUDA and a device is there.</summary>
        public static bool is_available() => NativeMethods.twt_cuda_available() != 0;

        /// <summary>Whether cuDNN can be used.</summary>
        public static bool is_cudnn_available() => NativeMethods.twt_cudnn_available() != 0;

        public static int device_count() => NativeMethods.twt_cuda_device_count();

        /// <summary>Starts the current device's random stream from the seed; without a device, nothing happens.</summary>
        public static void manual_seed(long seed) => Seed(CUDA, seed);

        /// <summary>Starts every device's random stream from the seed.</summary>
        public static void manual_seed_all(long seed)
        {
            for (var i = 0; i < device_count(); i++)
            {
                Seed(new Device(DeviceType.CUDA, i), seed);
            }
        }

        /// <summary>Waits until the device (the current one when null) has done everything asked of it; without one, returns at once.</summary>
        public static void synchronize(Device? device = null)
        {
            if (is_available())
            {
                var where = device ?? CUDA;
                NativeStatus.Check(NativeMethods.twt_synchronize((int)where.type, where.index));
            }
        }

        private static void Seed(Device device, long seed)
        {
            if (is_available())
            {
                using var generator = Generator.DefaultOf(device);
                generator.manual_seed(seed);
            }
        }
    }

    /// <summary>Switches of the libraries below libtorch.</summary>
    public static class backends
    {
        private static bool Get(string name)
        {
            NativeStatus.Check(NativeMethods.twt_flag(name, out var value));
            return value != 0;
        }

        private static void Set(string name, bool value) => NativeStatus.Check(NativeMethods.twt_set_flag(name, value ? 1 : 0));

        /// <summary>CUDA's matrix products and attention.</summary>
        public static class cuda
        {
            /// <summary>Whether flash attention may be used; libtorch before 2.0 has none.</summary>
            public static bool flash_sdp_enabled() => Get("cuda.flash_sdp");

            public static void enable_flash_sdp(bool enabled) => Set("cuda.flash_sdp", enabled);

            public static bool math_sdp_enabled() => Get("cuda.math_sdp");

            public static void enable_math_sdp(bool enabled) => Set("cuda.math_sdp", enabled);

            public static class matmul
            {
                /// <summary>Whether 32-bit matrix products may use TF32 (10 bits of mantissa).</summary>
                public static bool allow_tf32
                {
                    get => Get("cuda.matmul.allow_tf32");
                    set => Set("cuda.matmul.allow_tf32", value);
                }
            }
        }

        /// <summary>CUDA's convolutions.</summary>
        public static class cudnn
        {
            /// <summary>Whether 32-bit convolutions may use TF32 (10 bits of mantissa).</summary>
            public static bool allow_tf32
            {
                get => Get("cudnn.allow_tf32");
                set => Set("cudnn.allow_tf32", value);
            }

            /// <summary>Whether cuDNN tries several algorithms for each new shape and keeps the fastest.</summary>
            public static bool benchmark
            {
                get => Get("cudnn.benchmark");
                set => Set("cudnn.benchmark", value);
            }

            /// <summary>Whether only algorithms that give the same bits every time are used.</summary>
            public static bool deterministic
            {
                get => Get("cudnn.deterministic");
                set => Set("cudnn.deterministic", value);
            }
        }
    }
}
