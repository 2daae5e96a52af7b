using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>The layers' arithmetic without the layers: each takes tensors and returns a new one.</summary>
        public static partial class functional
        {
            private static readonly Operator ReluOp = new("aten::relu");
            private static readonly Operator ReluInPlaceOp = new("aten::relu_");
            private static readonly Operator Relu6Op = new("aten::relu6");
            private static readonly Operator Relu6InPlaceOp = new("aten::relu6_");
            private static readonly Operator SiluOp = new("aten::silu");
            private static readonly Operator SiluInPlaceOp = new("aten::silu_");
            private static readonly Operator HardswishOp = new("aten::hardswish");
            private static readonly Operator HardswishInPlaceOp = new("aten::hardswish_");
            private static readonly Operator HardsigmoidOp = new("aten::hardsigmoid");
            private static readonly Operator HardsigmoidInPlaceOp = new("aten::hardsigmoid_");
            private static readonly Operator SigmoidOp = new("aten::sigmoid");
            private static readonly Operator SigmoidInPlaceOp = new("aten::sigmoid_");
            private static readonly Operator GeluOp = new("aten::gelu");
            private static readonly Operator GeluInPlaceOp = new("aten::gelu_");
            private static readonly Operator SoftmaxOp = new("aten::softmax", "int");
            private static readonly Operator LogSoftmaxOp = new("aten::log_softmax", "int");
            private static readonly Operator DropoutOp = new("aten::dropout");
            private static readonly Operator DropoutInPlaceOp = new("aten::dropout_");

            /// <summary>max(0, x).</summary>
            public static Tensor relu(Tensor x, bool inplace = false) => (inplace ? ReluInPlaceOp : ReluOp).Call(x);

            /// <summary>min(max(0, x), 6).</summary>
            public static Tensor relu6(Tensor x, bool inplace = false) => (inplace ? Relu6InPlaceOp : Relu6Op).Call(x);

            /// <summary>x · sigmoid(x).</summary>
            public static Tensor silu(Tensor x, bool inplace = false) => (inplace ? SiluInPlaceOp : SiluOp).Call(x);

            /// <summary>x · relu6(x + 3) / 6.</summary>
            public static Tensor hardswish(Tensor x, bool inplace = false) =>
                (inplace ? HardswishInPlaceOp : HardswishOp).Call(x);

            /// <summary>relu6(x + 3) / 6.</summary>
            public static Tensor hardsigmoid(Tensor x, bool inplace = false) =>
                (inplace ? HardsigmoidInPlaceOp : HardsigmoidOp).Call(x);

            /// <summary>1 / (1 + exp(−x)).</summary>
            public static Tensor sigmoid(Tensor x) => SigmoidOp.Call(x);

            /// <inheritdoc cref="sigmoid(Tensor)"/>
            public static Tensor sigmoid(Tensor x, bool inplace) => (inplace ? SigmoidInPlaceOp : SigmoidOp).Call(x);

            /// <summary>x · Φ(x), with Φ the normal distribution function.</summary>
            public static Tensor gelu(Tensor x) => GeluOp.Call(x);

            /// <inheritdoc cref="gelu(Tensor)"/>
            public static Tensor gelu(Tensor x, bool inplace) => (inplace ? GeluInPlaceOp : GeluOp).Call(x);

            /// <summary>x · Φ(x), exactly or with the usual tanh approximation.</summary>
            public static Tensor gelu(Tensor x, GELU.Approximate approximate, bool inplace = false) =>
                (inplace ? GeluInPlaceOp : GeluOp).Call(x, approximate == Modules.GELU.Approximate.tanh ? "tanh" : "none");

            /// <summary>exp(x) scaled so that it sums to 1 along <paramref name="dim"/>.</summary>
            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => SoftmaxOp.Call(input, dim, dtype);

            /// <summary>The logarithm of <see cref="softmax"/>, computed stably.</summary>
            public static Tensor log_softmax(Tensor input, long dim, ScalarType? dtype = null) =>
                LogSoftmaxOp.Call(input, dim, dtype);

            /// <summary>In training sets each element to zero with probability <paramref name="p"/> and scales the rest by 1 / (1 − p).</summary>
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                (inplace ? DropoutInPlaceOp : DropoutOp).Call(input, p, training);
        }
    }
}
