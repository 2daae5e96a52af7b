using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>The loss of classification from raw scores.</summary>
        /// <param name="weight">One weight a class, or null. The loss then owns it.</param>
        /// <param name="ignore_index">A class number whose samples do not count.</param>
        /// <param name="reduction">How the losses of the samples become one.</param>
        /// <param name="label_smoothing">How much of the target is spread over all classes, 0 to 1. (Not in TorchSharp's factory.)</param>
        public static CrossEntropyLoss CrossEntropyLoss(
            Tensor? weight = null,
            long? ignore_index = null,
            Reduction reduction = Reduction.Mean,
            double label_smoothing = 0.0
        ) => new(weight, ignore_index, reduction, label_smoothing);

        /// <summary>The loss of independent yes-or-no answers from raw scores.</summary>
        public static BCEWithLogitsLoss BCEWithLogitsLoss(
            Tensor? weight = null,
            Reduction reduction = Reduction.Mean,
            Tensor? pos_weights = null
        ) => new(weight, reduction, pos_weights);

        /// <summary>The loss of classification from logarithms of probabilities.</summary>
        public static NLLLoss NLLLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) => new(weight, reduction);

        /// <summary>The Kullback-Leibler divergence from logarithms of probabilities.</summary>
        public static KLDivLoss KLDivLoss(bool log_target = true, Reduction reduction = Reduction.Mean) =>
            new(log_target, reduction);

        /// <summary>The squared difference.</summary>
        public static MSELoss MSELoss(Reduction reduction = Reduction.Mean) => new(reduction);
    }
}
