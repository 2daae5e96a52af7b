using TorchSharp.Interop;

namespace TorchSharp;

// Element by element, as PyTorch names them; a trailing underscore changes the tensor in place and returns a fresh alias.
public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The magnitude of each element.</summary>
        public Tensor abs() => Ops.abs.Call(this);

        public Tensor abs_() => Ops.abs_.Call(this);

        /// <summary>Each element negated.</summary>
        public Tensor neg() => Ops.neg.Call(this);

        public Tensor neg_() => Ops.neg_.Call(this);

        /// <summary>The square root of each element; "not a number" below 0.</summary>
        public Tensor sqrt() => Ops.sqrt.Call(this);

        public Tensor sqrt_() => Ops.sqrt_.Call(this);

        /// <summary>1 / √x.</summary>
        public Tensor rsqrt() => Ops.rsqrt.Call(this);

        public Tensor rsqrt_() => Ops.rsqrt_.Call(this);

        /// <summary>x².</summary>
        public Tensor square() => Ops.square.Call(this);

        public Tensor square_() => Ops.square_.Call(this);

        /// <summary>e to the power of x.</summary>
        public Tensor exp() => Ops.exp.Call(this);

        public Tensor exp_() => Ops.exp_.Call(this);

        /// <summary>e^x - 1, exact near 0.</summary>
        public Tensor expm1() => Ops.expm1.Call(this);

        public Tensor expm1_() => Ops.expm1_.Call(this);

        /// <summary>The natural logarithm.</summary>
        public Tensor log() => Ops.log.Call(this);

        public Tensor log_() => Ops.log_.Call(this);

        public Tensor log2() => Ops.log2.Call(this);

        public Tensor log2_() => Ops.log2_.Call(this);

        public Tensor log10() => Ops.log10.Call(this);

        public Tensor log10_() => Ops.log10_.Call(this);

        /// <summary>log(1 + x), exact near 0.</summary>
        public Tensor log1p() => Ops.log1p.Call(this);

        public Tensor log1p_() => Ops.log1p_.Call(this);

        public Tensor sin() => Ops.sin.Call(this);

        public Tensor sin_() => Ops.sin_.Call(this);

        public Tensor cos() => Ops.cos.Call(this);

        public Tensor cos_() => Ops.cos_.Call(this);

        public Tensor tan() => Ops.tan.Call(this);

        public Tensor tan_() => Ops.tan_.Call(this);

        public Tensor sinh() => Ops.sinh.Call(this);

        public Tensor sinh_() => Ops.sinh_.Call(this);

        public Tensor cosh() => Ops.cosh.Call(this);

        public Tensor cosh_() => Ops.cosh_.Call(this);

        public Tensor tanh() => Ops.tanh.Call(this);

        public Tensor tanh_() => Ops.tanh_.Call(this);

        public Tensor asin() => Ops.asin.Call(this);

        public Tensor asin_() => Ops.asin_.Call(this);

        public Tensor acos() => Ops.acos.Call(this);

        public Tensor acos_() => Ops.acos_.Call(this);

        public Tensor atan() => Ops.atan.Call(this);

        public Tensor atan_() => Ops.atan_.Call(this);

        /// <summary>1 / (1 + e^-x).</summary>
        public Tensor sigmoid() => Ops.sigmoid.Call(this);

        public Tensor sigmoid_() => Ops.sigmoid_.Call(this);

        /// <summary>x, or 0 where it is negative.</summary>
        public Tensor relu() => Ops.relu.Call(this);

        public Tensor relu_() => Ops.relu_.Call(this);

        public Tensor floor() => Ops.floor.Call(this);

        public Tensor floor_() => Ops.floor_.Call(this);

        public Tensor ceil() => Ops.ceil.Call(this);

        public Tensor ceil_() => Ops.ceil_.Call(this);

        /// <summary>The nearest whole number; halves go to the even one.</summary>
        public Tensor round() => Ops.round.Call(this);

        public Tensor round_() => Ops.round_.Call(this);

        /// <summary>The whole part, towards zero.</summary>
        public Tensor trunc() => Ops.trunc.Call(this);

        public Tensor trunc_() => Ops.trunc_.Call(this);

        /// <summary>What trunc takes away.</summary>
        public Tensor frac() => Ops.frac.Call(this);

        public Tensor frac_() => Ops.frac_.Call(this);

        /// <summary>-1, 0 or 1.</summary>
        public Tensor sign() => Ops.sign.Call(this);

        public Tensor sign_() => Ops.sign_.Call(this);

        /// <summary>1 / x.</summary>
        public Tensor reciprocal() => Ops.reciprocal.Call(this);

        public Tensor reciprocal_() => Ops.reciprocal_.Call(this);

        /// <summary>Gauss's error function.</summary>
        public Tensor erf() => Ops.erf.Call(this);

        public Tensor erf_() => Ops.erf_.Call(this);

        /// <summary>1 - erf(x).</summary>
        public Tensor erfc() => Ops.erfc.Call(this);

        public Tensor erfc_() => Ops.erfc_.Call(this);

        /// <summary>The inverse of erf.</summary>
        public Tensor erfinv() => Ops.erfinv.Call(this);

        public Tensor erfinv_() => Ops.erfinv_.Call(this);

        /// <summary>The logarithm of the gamma function's magnitude.</summary>
        public Tensor lgamma() => Ops.lgamma.Call(this);

        public Tensor lgamma_() => Ops.lgamma_.Call(this);

        /// <summary>The derivative of lgamma.</summary>
        public Tensor digamma() => Ops.digamma.Call(this);

        public Tensor digamma_() => Ops.digamma_.Call(this);

        /// <summary>Whether the element is 0.</summary>
        public Tensor logical_not() => Ops.logical_not.Call(this);

        public Tensor logical_not_() => Ops.logical_not_.Call(this);

        /// <summary>Every bit turned over; of truth values the opposite.</summary>
        public Tensor bitwise_not() => Ops.bitwise_not.Call(this);

        public Tensor bitwise_not_() => Ops.bitwise_not_.Call(this);

        /// <summary>Whether the element is "not a number".</summary>
        public Tensor isnan() => Ops.isnan.Call(this);

        /// <summary>Whether the element is infinite.</summary>
        public Tensor isinf() => Ops.isinf.Call(this);

        /// <summary>Whether the element is neither infinite nor "not a number".</summary>
        public Tensor isfinite() => Ops.isfinite.Call(this);

        /// <summary>Infinities and "not a number" replaced.</summary>
        public Tensor nan_to_num(double nan = 0, double? posinf = null, double? neginf = null) =>
            Ops.nan_to_num.Call(this, nan, posinf, neginf);
    }
}
