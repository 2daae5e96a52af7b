using TorchSharp.Interop;

namespace TorchSharp;

// Element by element, with shapes broadcast; a trailing underscore changes the tensor in place and returns a fresh alias.
public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Each element plus the other's, times <paramref name="alpha"/>; shapes are broadcast.</summary>
        public Tensor add(Tensor target, Scalar? alpha = null) => Ops.add_Tensor.Call(this, target, alpha ?? 1);

        public Tensor add(Scalar scalar, Scalar? alpha = null) => Ops.add_Scalar.Call(this, scalar, alpha ?? 1);

        public Tensor add_(Tensor target, Scalar? alpha = null) => Ops.add__Tensor.Call(this, target, alpha ?? 1);

        public Tensor add_(Scalar scalar, Scalar? alpha = null) => Ops.add__Scalar.Call(this, scalar, alpha ?? 1);

        /// <summary>Each element minus the other's, times <paramref name="alpha"/>; shapes are broadcast.</summary>
        public Tensor sub(Tensor target, Scalar? alpha = null) => Ops.sub_Tensor.Call(this, target, alpha ?? 1);

        public Tensor sub(Scalar scalar, Scalar? alpha = null) => Ops.sub_Scalar.Call(this, scalar, alpha ?? 1);

        public Tensor sub_(Tensor target, Scalar? alpha = null) => Ops.sub__Tensor.Call(this, target, alpha ?? 1);

        public Tensor sub_(Scalar scalar, Scalar? alpha = null) => Ops.sub__Scalar.Call(this, scalar, alpha ?? 1);

        /// <summary>Each product.</summary>
        public Tensor mul(Tensor target) => Ops.mul_Tensor.Call(this, target);

        public Tensor mul(Scalar target) => Ops.mul_Scalar.Call(this, target);

        public Tensor mul_(Tensor target) => Ops.mul__Tensor.Call(this, target);

        public Tensor mul_(Scalar target) => Ops.mul__Scalar.Call(this, target);

        /// <summary>What is left after division, with the divisor's sign.</summary>
        public Tensor remainder(Tensor target) => Ops.remainder_Tensor.Call(this, target);

        public Tensor remainder(Scalar scalar) => Ops.remainder_Scalar.Call(this, scalar);

        public Tensor remainder_(Tensor target) => Ops.remainder__Tensor.Call(this, target);

        public Tensor remainder_(Scalar scalar) => Ops.remainder__Scalar.Call(this, scalar);

        /// <summary>Divided, and with a rounding mode cut to whole numbers: towards zero ("trunc") or downwards ("floor").</summary>
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Ops.div_Tensor_mode.Call(this, target, Name(rounding_mode));

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Ops.div_Scalar_mode.Call(this, target, Name(rounding_mode));

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Ops.div__Tensor_mode.Call(this, target, Name(rounding_mode));

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Ops.div__Scalar_mode.Call(this, target, Name(rounding_mode));

        /// <summary>Quotients cut downwards to whole numbers.</summary>
        public Tensor floor_divide(Tensor other) => Ops.floor_divide.Call(this, other);

        public Tensor floor_divide(Scalar other) => Ops.floor_divide_Scalar.Call(this, other);

        /// <summary>What is left after division, with the dividend's sign.</summary>
        public Tensor fmod(Tensor target) => Ops.fmod_Tensor.Call(this, target);

        public Tensor fmod(Scalar scalar) => Ops.fmod_Scalar.Call(this, scalar);

        /// <summary>x · log y, and 0 where x is 0.</summary>
        public Tensor xlogy(Tensor y) => Ops.xlogy_Tensor.Call(this, y);

        /// <summary>Each element to a power.</summary>
        public Tensor pow(Tensor exponent) => Ops.pow_Tensor_Tensor.Call(this, exponent);

        public Tensor pow(Scalar exponent) => Ops.pow_Tensor_Scalar.Call(this, exponent);

        public Tensor pow_(Tensor exponent) => Ops.pow__Tensor.Call(this, exponent);

        public Tensor pow_(Scalar exponent) => Ops.pow__Scalar.Call(this, exponent);

        /// <summary>The larger of each pair.</summary>
        public Tensor maximum(Tensor other) => Ops.maximum.Call(this, other);

        /// <summary>The smaller of each pair.</summary>
        public Tensor minimum(Tensor other) => Ops.minimum.Call(this, other);

        /// <summary>The angle of the point (other, this), in radians.</summary>
        public Tensor atan2(Tensor other) => Ops.atan2.Call(this, other);

        /// <summary>Whether the elements of each pair are equal.</summary>
        public Tensor eq(Tensor target) => Ops.eq_Tensor.Call(this, target);

        public Tensor eq(Scalar target) => Ops.eq_Scalar.Call(this, target);

        public Tensor eq_(Tensor target) => Ops.eq__Tensor.Call(this, target);

        public Tensor eq_(Scalar target) => Ops.eq__Scalar.Call(this, target);

        /// <summary>As <see cref="eq(Tensor)"/>; <see cref="Equals(Tensor)"/> gives one answer for the whole tensor.</summary>
        public Tensor equal(Tensor target) => eq(target);

        /// <summary>Whether the elements of each pair differ.</summary>
        public Tensor ne(Tensor target) => Ops.ne_Tensor.Call(this, target);

        public Tensor ne(Scalar target) => Ops.ne_Scalar.Call(this, target);

        public Tensor ne_(Tensor target) => Ops.ne__Tensor.Call(this, target);

        public Tensor ne_(Scalar target) => Ops.ne__Scalar.Call(this, target);

        /// <summary>Whether the first of each pair is smaller.</summary>
        public Tensor lt(Tensor target) => Ops.lt_Tensor.Call(this, target);

        public Tensor lt(Scalar target) => Ops.lt_Scalar.Call(this, target);

        public Tensor lt_(Tensor target) => Ops.lt__Tensor.Call(this, target);

        public Tensor lt_(Scalar target) => Ops.lt__Scalar.Call(this, target);

        /// <summary>Whether the first of each pair is smaller or equal.</summary>
        public Tensor le(Tensor target) => Ops.le_Tensor.Call(this, target);

        public Tensor le(Scalar target) => Ops.le_Scalar.Call(this, target);

        public Tensor le_(Tensor target) => Ops.le__Tensor.Call(this, target);

        public Tensor le_(Scalar target) => Ops.le__Scalar.Call(this, target);

        /// <summary>Whether the first of each pair is larger.</summary>
        public Tensor gt(Tensor target) => Ops.gt_Tensor.Call(this, target);

        public Tensor gt(Scalar target) => Ops.gt_Scalar.Call(this, target);

        public Tensor gt_(Tensor target) => Ops.gt__Tensor.Call(this, target);

        public Tensor gt_(Scalar target) => Ops.gt__Scalar.Call(this, target);

        /// <summary>Whether the first of each pair is larger or equal.</summary>
        public Tensor ge(Tensor target) => Ops.ge_Tensor.Call(this, target);

        public Tensor ge(Scalar target) => Ops.ge_Scalar.Call(this, target);

        public Tensor ge_(Tensor target) => Ops.ge__Tensor.Call(this, target);

        public Tensor ge_(Scalar target) => Ops.ge__Scalar.Call(this, target);

        /// <summary>Bits that both have; of truth values "and".</summary>
        public Tensor bitwise_and(Tensor other) => Ops.bitwise_and_Tensor.Call(this, other);

        /// <summary>Bits that either has; of truth values "or".</summary>
        public Tensor bitwise_or(Tensor other) => Ops.bitwise_or_Tensor.Call(this, other);

        /// <summary>Bits that one of them has.</summary>
        public Tensor bitwise_xor(Tensor other) => Ops.bitwise_xor_Tensor.Call(this, other);

        /// <summary>Whether both are other than 0.</summary>
        public Tensor logical_and(Tensor other) => Ops.logical_and.Call(this, other);

        /// <summary>Whether either is other than 0.</summary>
        public Tensor logical_or(Tensor other) => Ops.logical_or.Call(this, other);

        /// <summary>Whether exactly one is other than 0.</summary>
        public Tensor logical_xor(Tensor other) => Ops.logical_xor.Call(this, other);

        /// <summary>This + value · tensor1 · tensor2.</summary>
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => Ops.addcmul.Call(this, tensor1, tensor2, value);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => Ops.addcmul_.Call(this, tensor1, tensor2, value);

        /// <summary>This + value · tensor1 / tensor2.</summary>
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => Ops.addcdiv.Call(this, tensor1, tensor2, value);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => Ops.addcdiv_.Call(this, tensor1, tensor2, value);

        /// <summary>This + weight · (end - this).</summary>
        public Tensor lerp(Tensor end, Tensor weight) => Ops.lerp_Tensor.Call(this, end, weight);

        public Tensor lerp(Tensor end, Scalar weight) => Ops.lerp_Scalar.Call(this, end, weight);

        public Tensor lerp_(Tensor end, Tensor weight) => Ops.lerp__Tensor.Call(this, end, weight);

        public Tensor lerp_(Tensor end, Scalar weight) => Ops.lerp__Scalar.Call(this, end, weight);

        /// <summary>Each element moved into the range; null leaves a side open.</summary>
        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Ops.clamp.Call(this, min, max);

        public Tensor clamp(Tensor? min, Tensor? max) => Ops.clamp_Tensor.Call(this, min, max);

        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => Ops.clamp_.Call(this, min, max);

        public Tensor clip(Scalar? min = null, Scalar? max = null) => clamp(min, max);

        public Tensor clamp_min(Scalar min) => Ops.clamp_min.Call(this, min);

        public Tensor clamp_min_(Scalar min) => Ops.clamp_min_.Call(this, min);

        public Tensor clamp_max(Scalar max) => Ops.clamp_max.Call(this, max);

        public Tensor clamp_max_(Scalar max) => Ops.clamp_max_.Call(this, max);

        private static string? Name(RoundingMode mode) => mode == RoundingMode.None ? null : mode.ToString().ToLowerInvariant();
    }
}
