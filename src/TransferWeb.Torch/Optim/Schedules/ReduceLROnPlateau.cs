namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Lowers the rate when a measured value has not become better for some time. Call <c>step(value)</c>.</summary>
                public sealed class ReduceLROnPlateau : LRScheduler
                {
                    private readonly bool _larger;
                    private readonly bool _relative;
                    private readonly double _factor;
                    private readonly int _patience;
                    private readonly double _threshold;
                    private readonly int _cooldown;
                    private readonly double[] _minimumRates;
                    private readonly double _eps;
                    private double _best;
                    private int _badSteps;
                    private int _cooldownLeft;

                    public ReduceLROnPlateau(
                        Optimizer optimizer,
                        string mode = "min",
                        double factor = 0.1,
                        int patience = 10,
                        double threshold = 1e-4,
                        string threshold_mode = "rel",
                        int cooldown = 0,
                        IList<double>? min_lr = null,
                        double eps = 1e-8,
                        bool verbose = false
                    )
                        : base(optimizer, 0, verbose)
                    {
                        if (factor is not (>= 0 and < 1))
                        {
                            throw new ArgumentOutOfRangeException(nameof(factor), factor, "The factor must be below 1.");
                        }

                        _larger = Choice(mode, "max", "min", nameof(mode));
                        _relative = Choice(threshold_mode, "rel", "abs", nameof(threshold_mode));
                        _factor = factor;
                        _patience = patience;
                        _threshold = threshold;
                        _cooldown = cooldown;
                        _minimumRates = PerGroup.Values(min_lr ?? [0.0], Groups.Count, nameof(min_lr));
                        _eps = eps;
                        _best = _larger ? double.NegativeInfinity : double.PositiveInfinity;
                    }

                    /// <exception cref="InvalidOperationException">Always: this schedule needs the measured value.</exception>
                    public override void step(int? epoch) =>
                        throw new InvalidOperationException("ReduceLROnPlateau needs the measured value: call step(value).");

                    public override void step(double current, int? epoch = null)
                    {
                        StepCount++;
                        LastEpoch = epoch ?? LastEpoch + 1;
                        if (IsBetter(current))
                        {
                            _best = current;
                            _badSteps = 0;
                        }
                        else
                        {
                            _badSteps++;
                        }

                        if (_cooldownLeft > 0)
                        {
                            _cooldownLeft--;
                            _badSteps = 0;
                        }

                        if (_badSteps > _patience)
                        {
                            Lower();
                            _cooldownLeft = _cooldown;
                            _badSteps = 0;
                        }
                    }

                    public override Dictionary<string, double[]> state_dict()
                    {
                        Dictionary<string, double[]> state = base.state_dict();
                        state["best"] = [_best];
                        state["num_bad_epochs"] = [_badSteps];
                        state["cooldown_counter"] = [_cooldownLeft];
                        return state;
                    }

                    public override void load_state_dict(IReadOnlyDictionary<string, double[]> state)
                    {
                        base.load_state_dict(state);
                        _best = Entry(state, "best", 1)[0];
                        _badSteps = (int)Entry(state, "num_bad_epochs", 1)[0];
                        _cooldownLeft = (int)Entry(state, "cooldown_counter", 1)[0];
                    }

                    private protected override double[] NextRates() =>
                        [
                            .. Groups.Zip(
                                _minimumRates,
                                (group, minimum) =>
                                {
                                    double lowered = Math.Max(group.LearningRate * _factor, minimum);
                                    return group.LearningRate - lowered > _eps ? lowered : group.LearningRate;
                                }
                            ),
                        ];

                    private void Lower() => Apply(NextRates());

                    private bool IsBetter(double value) =>
                        (_larger, _relative) switch
                        {
                            (false, true) => value < _best * (1 - _threshold),
                            (false, false) => value < _best - _threshold,
                            (true, true) => value > _best * (1 + _threshold),
                            (true, false) => value > _best + _threshold,
                        };

                    private static bool Choice(string value, string yes, string no, string name) =>
                        value == yes
                        || (
                            value == no ? false : throw new ArgumentException($"Expected '{yes}' or '{no}', not '{value}'.", name)
                        );
                }
            }
        }
    }
}
