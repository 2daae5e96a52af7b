using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator CrossEntropyOp = new("aten::cross_entropy_loss");
            private static readonly Operator NllOp = new("aten::nll_loss_nd");
            private static readonly Operator BceWithLogitsOp = new("aten::binary_cross_entropy_with_logits");
            private static readonly Operator KlDivOp = new("aten::kl_div");
            private static readonly Operator MseOp = new("aten::mse_loss");
            private static readonly Operator OneHotOp = new("aten::one_hot");

            /// <summary>The loss of classification from raw scores.</summary>
            /// <param name="input">Scores, (N, C) or (N, C, …).</param>
            /// <param name="target">Class numbers (N) or (N, …) as Int64, or class probabilities of the input's shape.</param>
            /// <param name="weight">One weight a class (C), or null.</param>
            /// <param name="ignore_index">A class number whose samples do not count.</param>
            /// <param name="reduction">With class weights the mean is weighted.</param>
            /// <param name="label_smoothing">How much of the target is spread over all classes, 0 to 1.</param>
            public static Tensor cross_entropy(
                Tensor input,
                Tensor target,
                Tensor? weight = null,
                long ignore_index = -100,
                Reduction reduction = Reduction.Mean,
                double label_smoothing = 0.0
            ) => CrossEntropyOp.Call(input, target, weight, (long)reduction, ignore_index, label_smoothing);

            /// <summary>The loss of classification from logarithms of probabilities. Input (N, C), target (N).</summary>
            public static Tensor nll_loss(
                Tensor input,
                Tensor target,
                Tensor? weight = null,
                Reduction reduction = Reduction.Mean
            ) => NllOp.Call(input, target, weight, (long)reduction);

            /// <summary>The loss of independent yes-or-no answers from raw scores; input and target have the same shape.</summary>
            public static Tensor binary_cross_entropy_with_logits(
                Tensor input,
                Tensor target,
                Tensor? weight = null,
                Reduction reduction = Reduction.Mean,
                Tensor? pos_weights = null
            ) => BceWithLogitsOp.Call(input, target, weight, pos_weights, (long)reduction);

            /// <summary>The Kullback-Leibler divergence; the input is logarithms of probabilities, and the target too with <paramref name="log_target"/>.</summary>
            public static Tensor kl_div(
                Tensor input,
                Tensor target,
                bool log_target = true,
                Reduction reduction = Reduction.Mean
            ) => KlDivOp.Call(input, target, (long)reduction, log_target);

            /// <summary>The squared difference.</summary>
            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                MseOp.Call(input, target, (long)reduction);

            /// <summary>Turns class numbers (Int64) into rows of zeros with a one; -1 finds the number of classes.</summary>
            public static Tensor one_hot(Tensor x, long num_classes = -1) => OneHotOp.Call(x, num_classes);
        }
    }
}
