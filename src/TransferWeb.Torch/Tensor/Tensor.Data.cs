using System.Runtime.CompilerServices;
using TorchSharp.Interop;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The value of a tensor of one element; <typeparamref name="T"/> is the type that stores its elements.</summary>
        /// <exception cref="InvalidOperationException">There is not exactly one element.</exception>
        /// <exception cref="ArgumentException">The element type is another; convert first, or use <see cref="ToDouble"/> and the like.</exception>
        public T item<T>()
            where T : unmanaged
        {
            RequireStored(typeof(T));
            var value = ToScalar();
            object boxed = value switch
            {
                _ when typeof(T) == typeof(float) => value.ToSingle(),
                _ when typeof(T) == typeof(double) => value.ToDouble(),
                _ when typeof(T) == typeof(long) => value.ToInt64(),
                _ when typeof(T) == typeof(int) => value.ToInt32(),
                _ when typeof(T) == typeof(short) => value.ToInt16(),
                _ when typeof(T) == typeof(byte) => value.ToByte(),
                _ when typeof(T) == typeof(sbyte) => value.ToSByte(),
                _ when typeof(T) == typeof(bool) => value.ToBoolean(),
                _ => value.ToHalf(),
            };
            return (T)boxed;
        }

        /// <summary>The value of a tensor of one element, from whatever device.</summary>
        /// <exception cref="InvalidOperationException">There is not exactly one element.</exception>
        public Scalar ToScalar()
        {
            var count = numel();
            return count == 1
                ? Ops._local_scalar_dense.CallScalar(this)
                : throw new InvalidOperationException($"Only a tensor of one element has a value; this has {count}.");
        }

        public double ToDouble() => ToScalar().ToDouble();

        public float ToSingle() => ToScalar().ToSingle();

        public long ToInt64() => ToScalar().ToInt64();

        public int ToInt32() => ToScalar().ToInt32();

        public short ToInt16() => ToScalar().ToInt16();

        public sbyte ToSByte() => ToScalar().ToSByte();

        public Half ToHalf() => ToScalar().ToHalf();

        public byte ToByte() => ToScalar().ToByte();

        public bool ToBoolean() => ToScalar().ToBoolean();

        /// <summary>The elements, to be read and written in place; the tensor must be in main memory.</summary>
        /// <exception cref="ArgumentException">The elements are of another type.</exception>
        /// <exception cref="InvalidOperationException">The tensor is on another device.</exception>
        public TensorAccessor<T> data<T>()
            where T : unmanaged
        {
            RequireStored(typeof(T));
            RequireCpu();
            return new TensorAccessor<T>(this);
        }

        /// <summary>The memory of a contiguous tensor on the CPU; valid while the tensor lives. Setting copies into it.</summary>
        /// <exception cref="InvalidOperationException">The tensor is elsewhere, not contiguous, or of 2 GiB and more.</exception>
        public unsafe Span<byte> bytes
        {
            get
            {
                RequireCpu();
                if (!is_contiguous())
                {
                    throw new InvalidOperationException("Only a contiguous tensor is one run of bytes; call contiguous() first.");
                }
                var info = Info();
                var length = info.Elements * info.ElementSize;
                return length <= int.MaxValue
                    ? new Span<byte>((void*)DataPointer(), (int)length)
                    : throw new InvalidOperationException($"A span holds less than 2 GiB; the tensor has {length} bytes.");
            }
            set
            {
                var target = bytes;
                if (value.Length != target.Length)
                {
                    throw new ArgumentException($"The tensor has {target.Length} bytes; {value.Length} were given.");
                }
                value.CopyTo(target);
            }
        }

        /// <summary>Where the elements begin, in the address space of the tensor's device.</summary>
        internal nint DataPointer()
        {
            NativeStatus.Check(NativeMethods.twt_tensor_data(Handle, out var pointer));
            GC.KeepAlive(this);
            return pointer;
        }

        private void RequireCpu()
        {
            var type = device_type;
            if (type != DeviceType.CPU)
            {
                throw new InvalidOperationException($"The data is on a {type} device; move it with cpu() to read it.");
            }
        }

        private void RequireStored(Type type)
        {
            var stored = dtype;
            if (ScalarTypeOf(type) != stored)
            {
                throw new ArgumentException(
                    $"The elements are {stored}, which {type.Name} does not store; convert with to_type first."
                );
            }
        }
    }
}
