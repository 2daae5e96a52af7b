using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The length of each dimension.</summary>
        public unsafe long[] shape
        {
            get
            {
                var info = Info();
                var result = new Span<long>(info.Sizes, (int)info.Dimensions).ToArray();
                GC.KeepAlive(this);
                return result;
            }
        }

        /// <summary>The length of each dimension.</summary>
        public long[] size() => shape;

        /// <summary>The length of one dimension; negative numbers count from the last.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
        public unsafe long size(int dim)
        {
            var info = Info();
            var result = info.Sizes[Position(dim, info.Dimensions)];
            GC.KeepAlive(this);
            return result;
        }

        /// <summary>How many elements apart neighbours are, in each dimension.</summary>
        public unsafe long[] stride()
        {
            var info = Info();
            var result =
                info.Strides == null
                    ? throw new InvalidOperationException("A sparse tensor has no strides.")
                    : new Span<long>(info.Strides, (int)info.Dimensions).ToArray();
            GC.KeepAlive(this);
            return result;
        }

        /// <summary>How many elements apart neighbours are in one dimension; negative numbers count from the last.</summary>
        public long stride(int dim)
        {
            var strides = stride();
            return strides[Position(dim, strides.Length)];
        }

        /// <summary>The number of dimensions.</summary>
        public long Dimensions => Info().Dimensions;

        /// <inheritdoc cref="Dimensions"/>
        public long ndim => Info().Dimensions;

        /// <inheritdoc cref="Dimensions"/>
        public long dim() => Info().Dimensions;

        /// <summary>The number of elements.</summary>
        public long NumberOfElements => Info().Elements;

        /// <inheritdoc cref="NumberOfElements"/>
        public long numel() => Info().Elements;

        /// <summary>Bytes of one element.</summary>
        public long ElementSize => Info().ElementSize;

        /// <inheritdoc cref="ElementSize"/>
        public long element_size() => Info().ElementSize;

        public ScalarType dtype => (ScalarType)Info().ScalarType;

        public Device device
        {
            get
            {
                var info = Info();
                return new Device((DeviceType)info.DeviceType, info.DeviceIndex);
            }
        }

        public DeviceType device_type => (DeviceType)Info().DeviceType;

        public int device_index => Info().DeviceIndex;

        public bool is_cuda => device_type == DeviceType.CUDA;

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_meta => device_type == DeviceType.META;

        /// <summary>Whether the tensor lies in page-locked memory.</summary>
        public bool is_pinned() => Ops.is_pinned.CallScalar(this).ToBoolean();

        public bool is_sparse => Has(TensorFlags.IsSparse);

        public bool is_contiguous() => Has(TensorFlags.IsContiguous);

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_integral() => torch.is_integral(dtype);

        /// <summary>Whether the tensor was made by the user (or needs no gradient), rather than by an operation that is recorded.</summary>
        public bool is_leaf => Has(TensorFlags.IsLeaf);

        /// <summary>Whether the tensor was made in inference mode.</summary>
        public bool is_inference() => Has(TensorFlags.IsInference);

        internal bool Has(TensorFlags flag) => (Info().Flags & flag) != 0;

        internal static int Position(long dim, long dimensions)
        {
            var position = dim < 0 ? dim + dimensions : dim;
            return position >= 0 && position < dimensions
                ? (int)position
                : throw new ArgumentOutOfRangeException(
                    nameof(dim),
                    dim,
                    $"A tensor of {dimensions} dimensions has no such dimension."
                );
        }

        public override string ToString() =>
            IsInvalid ? "[disposed]" : $"[{string.Join('x', shape)}], type = {dtype}, device = {device}";
    }
}
