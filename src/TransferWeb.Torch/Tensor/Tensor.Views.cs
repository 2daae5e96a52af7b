using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The elements in another shape; one length may be -1. Shares memory where it can.</summary>
        public Tensor reshape(params long[] shape) => Ops.reshape.Call(this, shape);

        /// <summary>The elements in another shape; one length may be -1. Always shares memory.</summary>
        public Tensor view(params long[] shape) => Ops.view.Call(this, shape);

        /// <summary>The elements in the other tensor's shape.</summary>
        public Tensor view_as(Tensor other) => view(other.shape);

        /// <summary>The elements in the other tensor's shape.</summary>
        public Tensor reshape_as(Tensor other) => reshape(other.shape);

        /// <summary>The dimensions in another order.</summary>
        public Tensor permute(params long[] permutation) => Ops.permute.Call(this, permutation);

        /// <summary>Two dimensions exchanged.</summary>
        public Tensor transpose(long dim0, long dim1) => Ops.transpose_int.Call(this, dim0, dim1);

        /// <summary>A matrix's rows and columns exchanged.</summary>
        public Tensor t() => Ops.t.Call(this);

        /// <summary>Every dimension in reverse order.</summary>
        public Tensor T => permute(Enumerable.Range(0, (int)Dimensions).Reverse().Select(i => (long)i).ToArray());

        /// <summary>The last two dimensions exchanged.</summary>
        public Tensor mT => transpose(-2, -1);

        /// <summary>A range of dimensions joined into one.</summary>
        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Ops.flatten_using_ints.Call(this, start_dim, end_dim);

        /// <summary>One dimension split into several.</summary>
        public Tensor unflatten(long dim, params long[] sizes) => Ops.unflatten_int.Call(this, dim, sizes);

        /// <summary>A new dimension of length 1 in front of <paramref name="dim"/>.</summary>
        public Tensor unsqueeze(long dim) => Ops.unsqueeze.Call(this, dim);

        public Tensor unsqueeze_(long dim) => Ops.unsqueeze_.Call(this, dim);

        /// <summary>Without the dimensions of length 1, or without that one.</summary>
        public Tensor squeeze(long? dim = null) => dim is { } one ? Ops.squeeze_dim.Call(this, one) : Ops.squeeze.Call(this);

        public Tensor squeeze_(long? dim = null) => dim is { } one ? Ops.squeeze__dim.Call(this, one) : Ops.squeeze_.Call(this);

        /// <summary>Dimensions of length 1 stretched without copying; -1 keeps a length.</summary>
        public Tensor expand(params long[] sizes) => Ops.expand.Call(this, sizes);

        public Tensor expand_as(Tensor other) => expand(other.shape);

        /// <summary>Stretched as broadcasting would.</summary>
        public Tensor broadcast_to(params long[] shape) => Ops.broadcast_to.Call(this, shape);

        /// <summary>Copies laid end to end along each dimension.</summary>
        public Tensor repeat(params long[] sizes) => Ops.repeat.Call(this, sizes);

        public Tensor tile(long[] reps) => Ops.tile.Call(this, reps);

        /// <summary>Each element repeated in place along a dimension.</summary>
        public Tensor repeat_interleave(long repeats, long? dim = null) =>
            Ops.repeat_interleave_self_int.Call(this, repeats, dim);

        /// <summary>Shifted along dimensions; what leaves at the end comes in at the start.</summary>
        public Tensor roll(long[] shifts, long[]? dims = null) => Ops.roll.Call(this, shifts, dims ?? []);

        public Tensor roll(long shifts, long? dims = null) => roll([shifts], dims is { } dim ? [dim] : []);

        /// <summary>In reverse order along the dimensions.</summary>
        public Tensor flip(params long[] dims) => Ops.flip.Call(this, dims);

        public Tensor rot90(long k = 1, (long, long)? dims = null)
        {
            var (first, second) = dims ?? (0, 1);
            return Ops.rot90.Call(this, k, new[] { first, second });
        }

        /// <summary>In at most that many parts of equal length, the last one perhaps shorter.</summary>
        public Tensor[] chunk(long chunks, long dim = 0) => Ops.chunk.CallList(this, chunks, dim);

        /// <summary>In parts of a length, the last one perhaps shorter.</summary>
        public Tensor[] split(long size, int dim = 0) => Ops.split_Tensor.CallList(this, size, dim);

        /// <summary>In parts of the given lengths.</summary>
        public Tensor[] split(long[] sizes, long dim = 0) => Ops.split_with_sizes.CallList(this, sizes, dim);

        public Tensor[] tensor_split(long size, long dim = 0) => Ops.tensor_split_sections.CallList(this, size, dim);

        /// <summary>Its slices along a dimension, which they lose.</summary>
        public Tensor[] unbind(long dimension = 0) => Ops.unbind_int.CallList(this, dimension);

        /// <summary>One slice along a dimension, which it loses.</summary>
        public Tensor select(long dim, long index) => Ops.select_int.Call(this, dim, index);

        /// <summary>A range along a dimension.</summary>
        public Tensor narrow(long dim, long start, long length) => Ops.narrow.Call(this, dim, start, length);

        /// <summary>From <paramref name="start"/> up to but not including <paramref name="finish"/>, every <paramref name="step"/>th.</summary>
        public Tensor slice(long dim, long start, long finish, long step) =>
            Ops.slice_Tensor.Call(this, dim, start, finish, step);

        /// <summary>The slices with these numbers along a dimension.</summary>
        public Tensor index_select(long dim, Tensor index) => Ops.index_select.Call(this, dim, index);

        /// <summary>Windows of a length along a dimension, as a new last dimension.</summary>
        public Tensor unfold(long dimension, long size, long step) => Ops.unfold.Call(this, dimension, size, step);

        /// <summary>A matrix's diagonal, or a matrix with this diagonal.</summary>
        public Tensor diag(long diagonal = 0) => Ops.diag.Call(this, diagonal);

        public Tensor diagonal(long offset = 0, long dim1 = 0, long dim2 = 1) => Ops.diagonal.Call(this, offset, dim1, dim2);

        /// <summary>The lower triangle; the rest is 0.</summary>
        public Tensor tril(long diagonal = 0) => Ops.tril.Call(this, diagonal);

        /// <summary>The upper triangle; the rest is 0.</summary>
        public Tensor triu(long diagonal = 0) => Ops.triu.Call(this, diagonal);

        public Tensor movedim(long[] source, long[] destination) => Ops.movedim_intlist.Call(this, source, destination);

        /// <summary>A view with sizes and strides of one's own, in elements.</summary>
        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0) =>
            Ops.as_strided.Call(this, size, strides, storageOffset);

        /// <summary>The same elements, laid out one after the other; the tensor itself where it is so already.</summary>
        public Tensor contiguous() => Ops.contiguous.Call(this);

        /// <summary>A copy.</summary>
        public Tensor clone() => Ops.clone.Call(this);
    }
}
