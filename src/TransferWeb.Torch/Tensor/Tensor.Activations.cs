using TorchSharp.Interop;

namespace TorchSharp;

// Activations, element by element; a trailing underscore changes the tensor in place and returns a fresh alias.
public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Each element moved into [0, 6].</summary>
        public Tensor relu6() => Ops.relu6.Call(this);

        public Tensor relu6_() => Ops.relu6_.Call(this);

        /// <summary>x · sigmoid(x).</summary>
        public Tensor silu() => Ops.silu.Call(this);

        public Tensor silu_() => Ops.silu_.Call(this);

        /// <summary>x · Φ(x), Φ being the normal distribution's share below x.</summary>
        public Tensor gelu() => Ops.gelu.Call(this);

        public Tensor hardswish() => Ops.hardswish.Call(this);

        public Tensor hardswish_() => Ops.hardswish_.Call(this);

        public Tensor hardsigmoid() => Ops.hardsigmoid.Call(this);

        public Tensor hardsigmoid_() => Ops.hardsigmoid_.Call(this);

        public Tensor hardtanh(Scalar min, Scalar max) => Ops.hardtanh.Call(this, min, max);

        public Tensor hardtanh_(Scalar min, Scalar max) => Ops.hardtanh_.Call(this, min, max);

        public Tensor leaky_relu(Scalar negative_slope) => Ops.leaky_relu.Call(this, negative_slope);

        public Tensor leaky_relu_(Scalar negative_slope) => Ops.leaky_relu_.Call(this, negative_slope);

        public Tensor elu(double alpha = 1) => Ops.elu.Call(this, alpha);

        public Tensor softplus(double beta = 1, double threshold = 20) => Ops.softplus.Call(this, beta, threshold);

        public Tensor log_sigmoid() => Ops.log_sigmoid.Call(this);
    }
}
