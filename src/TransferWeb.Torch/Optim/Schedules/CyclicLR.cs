namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Lets the rate go up and down between two values, with the momentum moving the other way.</summary>
                public sealed class CyclicLR : LRScheduler
                {
                    /// <summary>How the height of the cycles changes: not at all, halved each time, or by a power of gamma.</summary>
                    public enum Mode
                    {
                        Triangular,
                        Triangular2,
                        ExpRange,
                    }

                    /// <summary>What a custom scaling function is called with.</summary>
                    public enum ScaleMode
                    {
                        Cycle,
                        Iterations,
                    }

                    private readonly double[] _maximumRates;
                    private readonly double[] _baseMomenta;
                    private readonly double[] _maximumMomenta;
                    private readonly double _cycleSteps;
                    private readonly double _risingPart;
                    private readonly Func<double, double> _scale;
                    private readonly ScaleMode _scaleMode;
                    private readonly bool _cycleMomentum;

                    public CyclicLR(
                        Optimizer optimizer,
                        IEnumerable<double> base_lr,
                        IEnumerable<double> max_lr,
                        int step_size_up = 2000,
                        int step_size_down = -1,
                        Mode mode = Mode.Triangular,
                        double gamma = 1.0,
                        Func<double, double>? scale_fn = null,
                        ScaleMode scale_mode = ScaleMode.Cycle,
                        bool cycle_momentum = true,
                        IEnumerable<double>? base_momentum = null,
                        IEnumerable<double>? max_momentum = null,
                        int last_epoch = -1,
                        bool verbose = false
                    )
                        : base(optimizer, last_epoch, verbose)
                    {
                        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step_size_up);
                        _cycleSteps = step_size_up + (step_size_down > 0 ? step_size_down : step_size_up);
                        _risingPart = step_size_up / _cycleSteps;
                        _scale = scale_fn ?? ScaleOf(mode, gamma);
                        _scaleMode = scale_fn is null && mode == Mode.ExpRange ? ScaleMode.Iterations : scale_mode;
                        _cycleMomentum = cycle_momentum;
                        _maximumRates = PerGroup.Values(max_lr, Groups.Count, nameof(max_lr));
                        _baseMomenta = PerGroup.Values(base_momentum ?? [0.8], Groups.Count, nameof(base_momentum));
                        _maximumMomenta = PerGroup.Values(max_momentum ?? [0.9], Groups.Count, nameof(max_momentum));
                        SetBaseRates(PerGroup.Values(base_lr, Groups.Count, nameof(base_lr)));
                        step();
                    }

                    private protected override double[] NextRates()
                    {
                        double cycle = Math.Floor(1 + LastEpoch / _cycleSteps);
                        double position = 1.0 + LastEpoch / _cycleSteps - cycle;
                        double height = position <= _risingPart ? position / _risingPart : (position - 1) / (_risingPart - 1);
                        double scaled = height * _scale(_scaleMode == ScaleMode.Cycle ? cycle : LastEpoch);
                        if (_cycleMomentum)
                        {
                            for (int index = 0; index < Groups.Count; index++)
                            {
                                double range = _maximumMomenta[index] - _baseMomenta[index];
                                PerGroup.SetMomentum(Groups[index], _maximumMomenta[index] - range * scaled);
                            }
                        }

                        return [.. BaseRates.Zip(_maximumRates, (low, high) => low + (high - low) * scaled)];
                    }

                    private static Func<double, double> ScaleOf(Mode mode, double gamma) =>
                        mode switch
                        {
                            Mode.Triangular2 => cycle => Math.Pow(2, 1 - cycle),
                            Mode.ExpRange => step => Math.Pow(gamma, step),
                            _ => _ => 1.0,
                        };
                }
            }
        }
    }
}
