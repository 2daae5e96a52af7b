namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Multiplies each group's rate by a function of the step, at every step.</summary>
                public sealed class MultiplicativeLR : LRScheduler
                {
                    private readonly Func<int, double>[] _factors;

                    public MultiplicativeLR(
                        Optimizer optimizer,
                        Func<int, double> lr_lambda,
                        int last_epoch = -1,
                        bool verbose = false
                    )
                        : this(optimizer, optimizer.ParamGroups.Select(_ => lr_lambda), last_epoch, verbose) { }

                    public MultiplicativeLR(
                        Optimizer optimizer,
                        IEnumerable<Func<int, double>> lr_lambdas,
                        int last_epoch = -1,
                        bool verbose = false
                    )
                        : base(optimizer, last_epoch, verbose)
                    {
                        _factors = PerGroup.Values(lr_lambdas, Groups.Count, nameof(lr_lambdas));
                        step();
                    }

                    private protected override double[] NextRates() =>
                        LastEpoch == 0
                            ? CurrentRates()
                            : [.. Groups.Zip(_factors, (group, factor) => group.LearningRate * factor(LastEpoch))];
                }
            }
        }
    }
}
