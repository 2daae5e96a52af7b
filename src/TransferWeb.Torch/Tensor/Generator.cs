using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A stream of random numbers of its own.</summary>
    public sealed class Generator : IDisposable
    {
        private nint _handle;

        /// <summary>A generator on the device (the CPU when null), started from the seed.</summary>
        public Generator(ulong seed = 0, Device? device = null)
        {
            var where = device ?? CPU;
            NativeStatus.Check(NativeMethods.twt_generator_new((int)where.type, where.index, out _handle));
            NativeStatus.Check(NativeMethods.twt_generator_set_seed(_handle, seed));
        }

        private Generator(nint handle)
        {
            _handle = handle;
        }

        ~Generator() => Free();

        /// <summary>The CPU's generator, which operations use when they are given none.</summary>
        public static Generator Default => DefaultOf(CPU);

        internal nint Handle
        {
            get
            {
                ObjectDisposedException.ThrowIf(_handle == 0, this);
                return _handle;
            }
        }

        /// <summary>Where the numbers are made.</summary>
        public Device device
        {
            get
            {
                NativeStatus.Check(NativeMethods.twt_generator_device(Handle, out var type, out var index));
                GC.KeepAlive(this);
                return new Device((DeviceType)type, index);
            }
        }

        /// <summary>Starts the stream anew from a seed and returns the generator.</summary>
        public Generator manual_seed(long seed)
        {
            NativeStatus.Check(NativeMethods.twt_generator_set_seed(Handle, unchecked((ulong)seed)));
            GC.KeepAlive(this);
            return this;
        }

        /// <summary>The seed that the stream was started from.</summary>
        public long initial_seed()
        {
            NativeStatus.Check(NativeMethods.twt_generator_seed(Handle, out var seed));
            GC.KeepAlive(this);
            return unchecked((long)seed);
        }

        /// <summary>Starts the stream anew from the system's randomness and returns the seed.</summary>
        public long seed()
        {
            var seed = BitConverter.ToInt64(System.Security.Cryptography.RandomNumberGenerator.GetBytes(sizeof(long)));
            manual_seed(seed);
            return seed;
        }

        /// <summary>Where the stream stands, as a byte tensor.</summary>
        public Tensor get_state()
        {
            NativeStatus.Check(NativeMethods.twt_generator_state(Handle, out var state));
            GC.KeepAlive(this);
            return new Tensor(state);
        }

        /// <summary>Puts the stream where it stood when the state was taken.</summary>
        /// <exception cref="System.Runtime.InteropServices.ExternalException">The tensor is no state of such a generator.</exception>
        public void set_state(Tensor value)
        {
            NativeStatus.Check(NativeMethods.twt_generator_set_state(Handle, value.Handle));
            GC.KeepAlive(this);
            GC.KeepAlive(value);
        }

        public void Dispose()
        {
            Free();
            GC.SuppressFinalize(this);
        }

        internal static Generator DefaultOf(Device device)
        {
            NativeStatus.Check(NativeMethods.twt_generator_default((int)device.type, device.index, out var handle));
            return new Generator(handle);
        }

        private void Free()
        {
            var handle = Interlocked.Exchange(ref _handle, 0);
            if (handle != 0)
            {
                NativeMethods.twt_generator_free(handle);
            }
        }
    }

    /// <summary>Starts the random streams of every device from the seed; returns the CPU's generator.</summary>
    public static Generator manual_seed(long seed) => random.manual_seed(seed);

    /// <summary>The process's default random streams.</summary>
    public static class random
    {
        /// <inheritdoc cref="torch.manual_seed"/>
        public static Generator manual_seed(long seed)
        {
            NativeStatus.Check(NativeMethods.twt_manual_seed(unchecked((ulong)seed)));
            return Generator.Default;
        }

        /// <summary>Starts the CPU's stream from the system's randomness and returns the seed.</summary>
        public static long seed()
        {
            using var generator = Generator.Default;
            return generator.seed();
        }

        /// <summary>The seed that the CPU's stream was started from.</summary>
        public static long initial_seed()
        {
            using var generator = Generator.Default;
            return generator.initial_seed();
        }

        /// <summary>Where the CPU's stream stands.</summary>
        public static Tensor get_rng_state()
        {
            using var generator = Generator.Default;
            return generator.get_state();
        }

        /// <summary>Puts the CPU's stream where it stood when the state was taken.</summary>
        public static void set_rng_state(Tensor new_state)
        {
            using var generator = Generator.Default;
            generator.set_state(new_state);
        }
    }
}
