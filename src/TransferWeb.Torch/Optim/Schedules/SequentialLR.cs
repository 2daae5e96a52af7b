namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Follows one schedule after the other: the next begins, from its start, at each milestone.</summary>
                public sealed class SequentialLR : LRScheduler
                {
                    private readonly LRScheduler[] _schedulers;
                    private readonly int[] _milestones;

                    public SequentialLR(
                        Optimizer optimizer,
                        IEnumerable<LRScheduler> schedulers,
                        IEnumerable<int> milestones,
                        int last_epoch = -1
                    )
                        : base(optimizer, last_epoch + 1, false)
                    {
                        _schedulers = [.. schedulers];
                        _milestones = [.. milestones];
                        if (_schedulers.Any(scheduler => !ReferenceEquals(scheduler.Optimizer, optimizer)))
                        {
                            throw new ArgumentException(
                                "All schedules in a sequence must be of the same optimizer.",
                                nameof(schedulers)
                            );
                        }

                        if (_milestones.Length != _schedulers.Length - 1)
                        {
                            throw new ArgumentException(
                                $"{_schedulers.Length} schedules need {_schedulers.Length - 1} milestones, not {_milestones.Length}.",
                                nameof(milestones)
                            );
                        }

                        // Every schedule took its first step when it was made; only the first one's may count.
                        foreach (ILearningRateController group in Groups)
                        {
                            group.LearningRate = group.InitialLearningRate;
                        }

                        foreach (LRScheduler scheduler in _schedulers)
                        {
                            scheduler.LastEpoch--;
                        }

                        _schedulers[0].Restart();
                        Remember();
                    }

                    public override void step(int? epoch)
                    {
                        StepCount++;
                        LastEpoch = epoch ?? LastEpoch + 1;
                        int current = _milestones.Count(milestone => milestone <= LastEpoch);
                        bool begins = current > 0 && _milestones[current - 1] == LastEpoch;
                        _schedulers[current].step(begins ? 0 : (int?)null);
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
