namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Multiplies the rate by a factor for the first <c>total_iters</c> steps.</summary>
                public sealed class ConstantLR : LRScheduler
                {
                    private readonly double _factor;
                    private readonly int _totalIters;

                    public ConstantLR(
                        Optimizer optimizer,
                        double factor = 1.0 / 3,
                        int total_iters = 5,
                        int last_epoch = -1,
                        bool verbose = false
                    )
                        : base(optimizer, last_epoch, verbose)
                    {
                        if (factor is not (> 0 and <= 1))
                        {
                            throw new ArgumentOutOfRangeException(
                                nameof(factor),
                                factor,
                                "The factor must be above 0 and at most 1."
                            );
                        }

                        _factor = factor;
                        _totalIters = total_iters;
                        step();
                    }

                    private protected override double[] NextRates() =>
                        LastEpoch == 0 ? ScaledRates(_factor)
                        : LastEpoch == _totalIters ? ScaledRates(1.0 / _factor)
                        : CurrentRates();

                    private protected override double[] RatesAtPosition() =>
                        ScaledBaseRates(LastEpoch >= _totalIters ? 1.0 : _factor);
                }
            }
        }
    }
}
