namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Multiplies the rate by gamma every <c>step_size</c> steps.</summary>
                public sealed class StepLR : LRScheduler
                {
                    private readonly int _stepSize;
                    private readonly double _gamma;

                    public StepLR(
                        Optimizer optimizer,
                        int step_size,
                        double gamma = 0.1,
                        int last_epoch = -1,
                        bool verbose = false
                    )
                        : base(optimizer, last_epoch, verbose)
                    {
                        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step_size);
                        _stepSize = step_size;
                        _gamma = gamma;
                        step();
                    }

                    private protected override double[] NextRates() =>
                        LastEpoch == 0 || LastEpoch % _stepSize != 0 ? CurrentRates() : ScaledRates(_gamma);

                    private protected override double[] RatesAtPosition() =>
                        ScaledBaseRates(Math.Pow(_gamma, LastEpoch / _stepSize));
                }
            }
        }
    }
}
