namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>One rise of the rate to <c>max_lr</c> and one long fall, with the momentum moving the other way.</summary>
                public sealed class OneCycleLR : LRScheduler
                {
                    public enum AnnealStrategy
                    {
                        Cos,
                        Linear,
                    }

                    private readonly record struct Phase(double EndStep, int From, int To, int MomentumFrom, int MomentumTo);

                    private const int Initial = 0;
                    private const int Maximum = 1;
                    private const int Minimum = 2;
                    private const int BaseMomentum = 0;
                    private const int MaxMomentum = 1;

                    private readonly int _totalSteps;
                    private readonly AnnealStrategy _strategy;
                    private readonly double[][] _rates;
                    private readonly double[][] _momenta;
                    private readonly Phase[] _phases;
                    private readonly bool _cycleMomentum;

                    public OneCycleLR(
                        Optimizer optimizer,
                        IEnumerable<double> max_lr,
                        int total_steps = -1,
                        int epochs = -1,
                        int steps_per_epoch = -1,
                        double pct_start = 0.3,
                        AnnealStrategy anneal_strategy = AnnealStrategy.Cos,
                        bool cycle_momentum = true,
                        IEnumerable<double>? base_momentum = null,
                        IEnumerable<double>? max_momentum = null,
                        double div_factor = 25,
                        double final_div_factor = 1e4,
                        bool three_phase = false,
                        int last_epoch = -1,
                        bool verbose = false
                    )
                        : base(optimizer, last_epoch, verbose)
                    {
                        _totalSteps = total_steps > 0 ? total_steps : epochs * steps_per_epoch;
                        if (_totalSteps <= 0 || (total_steps <= 0 && epochs <= 0))
                        {
                            throw new ArgumentException(
                                "Give total_steps, or epochs and steps_per_epoch, above 0.",
                                nameof(total_steps)
                            );
                        }

                        if (pct_start is not (>= 0 and <= 1))
                        {
                            throw new ArgumentOutOfRangeException(nameof(pct_start), pct_start, "pct_start must be from 0 to 1.");
                        }

                        _strategy = anneal_strategy;
                        _cycleMomentum = cycle_momentum;
                        _phases = three_phase ? ThreePhases(pct_start) : TwoPhases(pct_start);
                        double[] peaks = PerGroup.Values(max_lr, Groups.Count, nameof(max_lr));
                        _rates =
                        [
                            .. peaks.Select(peak => new[] { peak / div_factor, peak, peak / div_factor / final_div_factor }),
                        ];
                        double[] low = PerGroup.Values(base_momentum ?? [0.85], Groups.Count, nameof(base_momentum));
                        double[] high = PerGroup.Values(max_momentum ?? [0.95], Groups.Count, nameof(max_momentum));
                        _momenta = [.. low.Zip(high, (from, to) => new[] { from, to })];
                        if (last_epoch == -1)
                        {
                            Begin();
                        }

                        step();
                    }

                    private void Begin()
                    {
                        for (int index = 0; index < Groups.Count; index++)
                        {
                            Groups[index].InitialLearningRate = _rates[index][Initial];
                        }

                        SetBaseRates(Groups.Select(group => group.InitialLearningRate));
                    }

                    private Phase[] TwoPhases(double rising) =>
                        [
                            new(rising * _totalSteps - 1, Initial, Maximum, MaxMomentum, BaseMomentum),
                            new(_totalSteps - 1, Maximum, Minimum, BaseMomentum, MaxMomentum),
                        ];

                    private Phase[] ThreePhases(double rising) =>
                        [
                            new(rising * _totalSteps - 1, Initial, Maximum, MaxMomentum, BaseMomentum),
                            new(2 * rising * _totalSteps - 2, Maximum, Initial, BaseMomentum, MaxMomentum),
                            new(_totalSteps - 1, Initial, Minimum, MaxMomentum, MaxMomentum),
                        ];

                    private protected override double[] NextRates()
                    {
                        if (LastEpoch > _totalSteps)
                        {
                            throw new InvalidOperationException(
                                $"The schedule has {_totalSteps} steps; step {LastEpoch + 1} was asked for."
                            );
                        }

                        double start = 0;
                        int current = 0;
                        while (current < _phases.Length - 1 && LastEpoch > _phases[current].EndStep)
                        {
                            start = _phases[current++].EndStep;
                        }

                        Phase phase = _phases[current];
                        double part = (LastEpoch - start) / (phase.EndStep - start);
                        var rates = new double[Groups.Count];
                        for (int index = 0; index < rates.Length; index++)
                        {
                            rates[index] = Anneal(_rates[index][phase.From], _rates[index][phase.To], part);
                            if (_cycleMomentum)
                            {
                                double momentum = Anneal(
                                    _momenta[index][phase.MomentumFrom],
                                    _momenta[index][phase.MomentumTo],
                                    part
                                );
                                PerGroup.SetMomentum(Groups[index], momentum);
                            }
                        }

                        return rates;
                    }

                    private double Anneal(double from, double to, double part) =>
                        _strategy == AnnealStrategy.Cos
                            ? to + (from - to) / 2.0 * (Math.Cos(Math.PI * part) + 1)
                            : (to - from) * part + from;
                }
            }
        }
    }
}
