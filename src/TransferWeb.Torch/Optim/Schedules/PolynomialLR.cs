namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Lets the rate fall to zero over <c>total_iters</c> steps along a power.</summary>
                public sealed class PolynomialLR : LRScheduler
                {
                    private readonly int _totalIters;
                    private readonly double _power;

                    public PolynomialLR(
                        Optimizer optimizer,
                        int total_iters = 5,
                        double power = 1,
                        int last_epoch = -1,
                        bool verbose = false
                    )
                        : base(optimizer, last_epoch, verbose)
                    {
                        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(total_iters);
                        _totalIters = total_iters;
                        _power = power;
                        step();
                    }

                    private protected override double[] NextRates() =>
                        LastEpoch == 0 || LastEpoch > _totalIters
                            ? CurrentRates()
                            : ScaledRates(
                                Math.Pow(
                                    (1.0 - (double)LastEpoch / _totalIters) / (1.0 - (LastEpoch - 1.0) / _totalIters),
                                    _power
                                )
                            );

                    private protected override double[] RatesAtPosition() =>
                        ScaledBaseRates(Math.Pow(1.0 - (double)Math.Min(_totalIters, LastEpoch) / _totalIters, _power));
                }
            }
        }
    }
}
