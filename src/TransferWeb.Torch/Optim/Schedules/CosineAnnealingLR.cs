namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Lets the rate fall to <c>eta_min</c> along half a cosine of <c>T_max</c> steps, and rise again after.</summary>
                public sealed class CosineAnnealingLR : LRScheduler
                {
                    private readonly double _halfPeriod;
                    private readonly double _minimum;

                    public CosineAnnealingLR(
                        Optimizer optimizer,
                        double T_max,
                        double eta_min = 0,
                        int last_epoch = -1,
                        bool verbose = false
                    )
                        : base(optimizer, last_epoch, verbose)
                    {
                        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(T_max);
                        _halfPeriod = T_max;
                        _minimum = eta_min;
                        step();
                    }

                    private protected override double[] NextRates()
                    {
                        if (LastEpoch == 0)
                        {
                            return CurrentRates();
                        }

                        if (StepCount == 1)
                        {
                            return RatesAtPosition();
                        }

                        if ((LastEpoch - 1 - _halfPeriod) % (2 * _halfPeriod) == 0)
                        {
                            double rise = (1 - Math.Cos(Math.PI / _halfPeriod)) / 2;
                            return [.. Groups.Zip(BaseRates, (group, rate) => group.LearningRate + (rate - _minimum) * rise)];
                        }

                        double change = (1 + Cosine(LastEpoch)) / (1 + Cosine(LastEpoch - 1));
                        return [.. Groups.Select(group => change * (group.LearningRate - _minimum) + _minimum)];
                    }

                    private protected override double[] RatesAtPosition() =>
                        [.. BaseRates.Select(rate => _minimum + (rate - _minimum) * (1 + Cosine(LastEpoch)) / 2)];

                    private double Cosine(int position) => Math.Cos(Math.PI * position / _halfPeriod);
                }
            }
        }
    }
}
