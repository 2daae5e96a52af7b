using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torchvision
{
    /// <summary>In training leaves out a whole residual branch at random, and scales what stays by 1 / (1 − p); else passes its input on.</summary>
    public sealed class StochasticDepth : nn.Module<Tensor, Tensor>
    {
        /// <summary>Whether the whole batch is left out together or each sample for itself.</summary>
        public enum Mode
        {
            Batch,
            Row,
        }

        private readonly double _p;
        private readonly Mode _mode;

        public StochasticDepth(double p, Mode mode)
            : base(nameof(StochasticDepth))
        {
            if (p is not (>= 0 and <= 1))
            {
                throw new ArgumentOutOfRangeException(nameof(p), p, "The probability to leave a branch out is between 0 and 1.");
            }

            _p = p;
            _mode = mode;
        }

        public override Tensor forward(Tensor input) => ops.stochastic_depth(input, _p, _mode, training);
    }

    public static partial class ops
    {
        /// <inheritdoc cref="torchvision.StochasticDepth"/>
        public static StochasticDepth StochasticDepth(double p, StochasticDepth.Mode mode) => new(p, mode);

        /// <inheritdoc cref="torchvision.StochasticDepth"/>
        public static Tensor stochastic_depth(Tensor input, double p, StochasticDepth.Mode mode, bool training = true)
        {
            if (!training || p == 0)
            {
                return input.alias();
            }

            long[] shape = [.. Enumerable.Repeat(1L, (int)input.ndim)];
            if (mode == torchvision.StochasticDepth.Mode.Row)
            {
                shape[0] = input.size(0);
            }

            using Tensor kept = empty(shape, input.dtype, input.device);
            using Tensor drawn = kept.bernoulli_(1 - p);
            if (p < 1)
            {
                using Tensor scaled = kept.div_(1 - p);
            }

            return input * kept;
        }
    }
}
