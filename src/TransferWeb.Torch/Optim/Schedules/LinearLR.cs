namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Moves the factor of the rate evenly from one value to another over <c>total_iters</c> steps. The usual warm-up.</summary>
                public sealed class LinearLR : LRScheduler
                {
                    private readonly double _startFactor;
                    private readonly double _endFactor;
                    private readonly int _totalIters;

                    public LinearLR(
                        Optimizer optimizer,
                        double start_factor = 1.0 / 3,
                        double end_factor = 1.0,
                        int total_iters = 5,
                        int last_epoch = -1,
                        bool verbose = false
                    )
                        : base(optimizer, last_epoch, verbose)
                    {
                        if (start_factor is not (> 0 and <= 1))
                        {
                            throw new ArgumentOutOfRangeException(
                                nameof(start_factor),
                                start_factor,
                                "The first factor must be above 0 and at most 1."
                            );
                        }

                        if (end_factor is not (>= 0 and <= 1))
                        {
                            throw new ArgumentOutOfRangeException(
                                nameof(end_factor),
                                end_factor,
                                "The last factor must be from 0 to 1."
                            );
                        }

                        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(total_iters);
                        _startFactor = start_factor;
                        _endFactor = end_factor;
                        _totalIters = total_iters;
                        step();
                    }

                    private protected override double[] NextRates()
                    {
                        if (LastEpoch == 0)
                        {
                            return ScaledRates(_startFactor);
                        }

                        double rise = _endFactor - _startFactor;
                        return LastEpoch > _totalIters
                            ? CurrentRates()
                            : ScaledRates(1.0 + rise / (_totalIters * _startFactor + (LastEpoch - 1) * rise));
                    }

                    private protected override double[] RatesAtPosition() =>
                        ScaledBaseRates(
                            _startFactor + (_endFactor - _startFactor) * Math.Min(_totalIters, LastEpoch) / _totalIters
                        );
                }
            }
        }
    }
}
