using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator BatchNormOp = new("aten::batch_norm");
            private static readonly Operator LayerNormOp = new("aten::layer_norm");
            private static readonly Operator GroupNormOp = new("aten::group_norm");
            private static readonly Operator VectorNormOp = new("aten::linalg_vector_norm");
            private static readonly Operator ClampMinInPlaceOp = new("aten::clamp_min_");
            private static readonly Operator DivideOp = new("aten::div", "Tensor");

            /// <summary>
            /// Normalises each channel (dimension 1) by the batch's mean and variance when training or when there are no running ones,
            /// else by the running ones. In training the running ones move by <paramref name="momentum"/> towards the batch's.
            /// </summary>
            /// <exception cref="ArgumentException">In training with a single value per channel, whose variance does not exist.</exception>
            public static Tensor batch_norm(
                Tensor input,
                Tensor? running_mean,
                Tensor? running_var,
                Tensor? weight = null,
                Tensor? bias = null,
                bool training = false,
                double momentum = 0.1,
                double eps = 1e-5
            )
            {
                bool batchStatistics = training || running_mean is null;
                if (batchStatistics)
                {
                    RequireSeveralValuesPerChannel(input.shape);
                }

                return BatchNormOp.Call(input, weight, bias, running_mean, running_var, batchStatistics, momentum, eps, true);
            }

            /// <summary>Normalises over the last dimensions, which must have the sizes <paramref name="normalized_shape"/>.</summary>
            public static Tensor layer_norm(
                Tensor input,
                long[] normalized_shape,
                Tensor? weight = null,
                Tensor? bias = null,
                double eps = 1e-5
            ) => LayerNormOp.Call(input, normalized_shape, weight, bias, eps);

            /// <summary>Normalises each sample within groups of neighbouring channels.</summary>
            public static Tensor group_norm(
                Tensor input,
                long num_groups,
                Tensor? weight = null,
                Tensor? bias = null,
                double eps = 1e-5
            ) => GroupNormOp.Call(input, num_groups, weight, bias, eps);

            /// <summary>Divides by the p-norm along <paramref name="dim"/>, or by <paramref name="eps"/> where the norm is smaller.</summary>
            public static Tensor normalize(Tensor input, double p = 2.0, long dim = 1L, double eps = 1e-12)
            {
                using Tensor norm = VectorNormOp.Call(input, p, new[] { dim }, true);
                using Tensor divisor = norm.requires_grad ? norm.clamp(eps, null) : ClampMinInPlaceOp.Call(norm, eps);
                return DivideOp.Call(input, divisor);
            }

            private static void RequireSeveralValuesPerChannel(long[] shape)
            {
                long perChannel = shape[0];
                foreach (long size in shape.AsSpan(2))
                {
                    perChannel *= size;
                }

                if (perChannel == 1)
                {
                    throw new ArgumentException(
                        $"Batch normalisation needs more than one value per channel in training; the input is [{string.Join(", ", shape)}]. "
                            + "Use a batch of at least 2."
                    );
                }
            }
        }
    }
}
