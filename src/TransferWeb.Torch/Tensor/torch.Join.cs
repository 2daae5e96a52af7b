using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The tensors one after the other along a dimension.</summary>
    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => Ops.cat.Call(Arg.List(tensors), dim);

    /// <inheritdoc cref="cat"/>
    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat(tensors, dim);

    /// <inheritdoc cref="cat"/>
    public static Tensor concatenate(IList<Tensor> tensors, long axis = 0) => cat(tensors, axis);

    /// <summary>The tensors one after the other along a new dimension.</summary>
    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => Ops.stack.Call(Arg.List(tensors), dim);

    public static Tensor hstack(IList<Tensor> tensors) => Ops.hstack.Call(Arg.List(tensors));

    public static Tensor vstack(IList<Tensor> tensors) => Ops.vstack.Call(Arg.List(tensors));

    /// <summary>Elements of x where the condition is true, of y elsewhere.</summary>
    public static Tensor where(Tensor condition, Tensor x, Tensor y) => Ops.where_self.Call(condition, x, y);

    /// <summary>The places where the condition is true, a tensor for each dimension.</summary>
    public static Tensor[] where(Tensor condition) => Ops.where.CallList(condition);

    /// <summary>Sums of products after Einstein's notation, as "bij,bjk->bik".</summary>
    public static Tensor einsum(string equation, params Tensor[] tensors) => Ops.einsum.Call(equation, tensors, Arg.None);

    /// <summary>The tensors in their common broadcast shape.</summary>
    public static IList<Tensor> broadcast_tensors(params Tensor[] tensors) => Ops.broadcast_tensors.CallList(tensors);

    /// <summary>Coordinate grids of the given axes.</summary>
    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing = "ij") =>
        Ops.meshgrid_indexing.CallList(Arg.List(tensors), indexing);

    public static Tensor[] chunk(Tensor input, long chunks, long dim = 0) => input.chunk(chunks, dim);

    public static Tensor[] split(Tensor tensor, long split_size_or_sections, int dim = 0) =>
        tensor.split(split_size_or_sections, dim);

    public static Tensor[] split(Tensor tensor, long[] split_size_or_sections, int dim = 0) =>
        tensor.split(split_size_or_sections, dim);

    public static Tensor[] unbind(Tensor input, long dim = 0) => input.unbind(dim);

    /// <summary>The distances of each pair of rows in the p-norm.</summary>
    public static Tensor cdist(Tensor x1, Tensor x2, double p = 2.0) => Ops.cdist.Call(x1, x2, p, Arg.None);

    /// <summary>How many elements fall between neighbouring boundaries.</summary>
    public static Tensor bucketize(Tensor input, Tensor boundaries, bool out_int32 = false, bool right = false) =>
        Ops.bucketize_Tensor.Call(input, boundaries, out_int32, right);
}
