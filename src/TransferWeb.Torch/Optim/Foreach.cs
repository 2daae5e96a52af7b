using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// Arithmetic on whole lists of tensors in one native call each: what keeps an optimizer step at a handful of calls however many
/// parameters there are. A trailing underscore means in place; the rest return new tensors.
/// </summary>
internal static class Foreach
{
    private static readonly Operator AddListOp = new("aten::_foreach_add", "List");
    private static readonly Operator AddListInPlaceOp = new("aten::_foreach_add_", "List");
    private static readonly Operator AddScalarInPlaceOp = new("aten::_foreach_add_", "Scalar");
    private static readonly Operator MulScalarInPlaceOp = new("aten::_foreach_mul_", "Scalar");
    private static readonly Operator DivScalarInPlaceOp = new("aten::_foreach_div_", "Scalar");
    private static readonly Operator AddcmulOp = new("aten::_foreach_addcmul", "Scalar");
    private static readonly Operator AddcmulInPlaceOp = new("aten::_foreach_addcmul_", "Scalar");
    private static readonly Operator AddcdivInPlaceOp = new("aten::_foreach_addcdiv_", "Scalar");
    private static readonly Operator MaximumInPlaceOp = new("aten::_foreach_maximum_", "List");
    private static readonly Operator SqrtOp = new("aten::_foreach_sqrt");
    private static readonly Operator SqrtInPlaceOp = new("aten::_foreach_sqrt_");
    private static readonly Operator NegOp = new("aten::_foreach_neg");
    private static readonly Operator ZeroInPlaceOp = new("aten::_foreach_zero_");
    private static readonly Operator NormOp = new("aten::_foreach_norm", "Scalar");
    private static readonly Operator VectorNormOp = new("aten::linalg_vector_norm");

    /// <summary>self + alpha · other.</summary>
    public static Tensor[] Add(Tensor[] self, Tensor[] other, double alpha) => AddListOp.CallList(self, other, alpha);

    /// <summary>self += alpha · other.</summary>
    public static void Add_(Tensor[] self, Tensor[] other, double alpha) => AddListInPlaceOp.Run(self, other, alpha);

    /// <summary>self += value.</summary>
    public static void Add_(Tensor[] self, double value) => AddScalarInPlaceOp.Run(self, value);

    /// <summary>self *= factor.</summary>
    public static void Mul_(Tensor[] self, double factor) => MulScalarInPlaceOp.Run(self, factor);

    /// <summary>self /= divisor.</summary>
    public static void Div_(Tensor[] self, double divisor) => DivScalarInPlaceOp.Run(self, divisor);

    /// <summary>self + value · first · second.</summary>
    public static Tensor[] Addcmul(Tensor[] self, Tensor[] first, Tensor[] second, double value) =>
        AddcmulOp.CallList(self, first, second, value);

    /// <summary>self += value · first · second.</summary>
    public static void Addcmul_(Tensor[] self, Tensor[] first, Tensor[] second, double value) =>
        AddcmulInPlaceOp.Run(self, first, second, value);

    /// <summary>self += value · first / second.</summary>
    public static void Addcdiv_(Tensor[] self, Tensor[] first, Tensor[] second, double value) =>
        AddcdivInPlaceOp.Run(self, first, second, value);

    /// <summary>self = max(self, other).</summary>
    public static void Maximum_(Tensor[] self, Tensor[] other) => MaximumInPlaceOp.Run(self, other);

    public static Tensor[] Sqrt(Tensor[] self) => SqrtOp.CallList(self);

    public static void Sqrt_(Tensor[] self) => SqrtInPlaceOp.Run(self);

    public static Tensor[] Neg(Tensor[] self) => NegOp.CallList(self);

    public static void Zero_(Tensor[] self) => ZeroInPlaceOp.Run(self);

    /// <summary>The p-norm of each tensor.</summary>
    public static Tensor[] Norm(Tensor[] self, double p) => NormOp.CallList(self, p);

    /// <summary>The p-norm of one tensor taken as a vector.</summary>
    public static Tensor VectorNorm(Tensor self, double p) => VectorNormOp.Call(self, p);
}
