namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Multiplies the rate by gamma at every step.</summary>
                public sealed class ExponentialLR : LRScheduler
                {
                    private readonly double _gamma;

                    public ExponentialLR(Optimizer optimizer, double gamma = 0.1, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        _gamma = gamma;
                        step();
                    }

                    private protected override double[] NextRates() => LastEpoch == 0 ? CurrentRates() : ScaledRates(_gamma);

                    private protected override double[] RatesAtPosition() => ScaledBaseRates(Math.Pow(_gamma, LastEpoch));
                }
            }
        }
    }
}
