namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Follows several schedules at once: each changes the rate that the one before left.</summary>
                public sealed class ChainedLR : LRScheduler
                {
                    private readonly LRScheduler[] _schedulers;

                    public ChainedLR(IEnumerable<LRScheduler> schedulers)
                        : this([.. schedulers]) { }

                    private ChainedLR(LRScheduler[] schedulers)
                        : base(
                            schedulers.FirstOrDefault()?.Optimizer
                                ?? throw new ArgumentException("A chain needs at least one schedule.", nameof(schedulers)),
                            0,
                            false
                        )
                    {
                        _schedulers = schedulers;
                        if (_schedulers.Any(scheduler => !ReferenceEquals(scheduler.Optimizer, Optimizer)))
                        {
                            throw new ArgumentException(
                                "All schedules in a chain must be of the same optimizer.",
                                nameof(schedulers)
                            );
                        }
                    }

                    public override void step(int? epoch)
                    {
                        StepCount++;
                        LastEpoch = epoch ?? LastEpoch + 1;
                        foreach (LRScheduler scheduler in _schedulers)
                        {
                            scheduler.step(epoch);
                        }

                        Remember();
                    }

                    public override Dictionary<string, double[]> state_dict() => Composite.Save(base.state_dict(), _schedulers);

                    public override void load_state_dict(IReadOnlyDictionary<string, double[]> state)
                    {
                        base.load_state_dict(state);
                        Composite.Load(state, _schedulers);
                    }

                    private protected override double[] NextRates() => CurrentRates();
                }
            }
        }
    }
}
