namespace TorchSharp;

public static partial class torch
{
    /// <summary>One part of an index: a number, a range, a tensor of numbers or a mask, a new dimension, or "all the rest".</summary>
    public readonly struct TensorIndex
    {
        private TensorIndex(IndexKind kind, long start = 0, long stop = long.MaxValue, long step = 1, Tensor? tensor = null)
        {
            Kind = kind;
            Start = start;
            Stop = stop;
            Step = step;
            Picked = tensor;
        }

        internal enum IndexKind
        {
            Single,
            Slice,
            Tensor,
            Bool,
            Ellipsis,
            None,
        }

        internal IndexKind Kind { get; }

        internal long Start { get; }

        internal long Stop { get; }

        internal long Step { get; }

        internal Tensor? Picked { get; }

        /// <summary>As many whole dimensions as are not named otherwise.</summary>
        public static TensorIndex Ellipsis => new(IndexKind.Ellipsis);

        /// <summary>A new dimension of length 1.</summary>
        public static TensorIndex None => new(IndexKind.None);

        /// <inheritdoc cref="None"/>
        public static TensorIndex Null => None;

        /// <summary>A whole dimension.</summary>
        public static TensorIndex Colon => Slice();

        /// <summary>From start up to but not including stop; negative numbers count from the end.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The step is not positive.</exception>
        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step ?? 1, nameof(step));
            return new(IndexKind.Slice, start ?? 0, stop ?? long.MaxValue, step ?? 1);
        }

        /// <summary>From start up to but not including stop.</summary>
        public static TensorIndex Slice(Range range) =>
            Slice(
                range.Start.IsFromEnd ? -range.Start.Value : range.Start.Value,
                !range.End.IsFromEnd ? range.End.Value
                    : range.End.Value == 0 ? null
                    : -range.End.Value
            );

        /// <summary>One slice; the dimension is lost.</summary>
        public static TensorIndex Single(long index) => new(IndexKind.Single, index);

        /// <summary>A new dimension of length 1 or 0.</summary>
        public static TensorIndex Bool(bool value) => new(IndexKind.Bool, value ? 1 : 0);

        /// <summary>The slices that the tensor numbers, or those where a mask is true.</summary>
        public static TensorIndex Tensor(Tensor tensor) => new(IndexKind.Tensor, tensor: tensor);

        public static implicit operator TensorIndex(long value) => Single(value);

        public static implicit operator TensorIndex(bool value) => Bool(value);

        public static implicit operator TensorIndex(Tensor tensor) => Tensor(tensor);

        public static implicit operator TensorIndex(Range range) => Slice(range);

        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range.start, range.end);

        public static implicit operator TensorIndex(Index index) => Single(index.IsFromEnd ? -index.Value : index.Value);
    }
}
