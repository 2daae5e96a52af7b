namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Changes the learning rates of an optimizer's groups from step to step. Its first step is taken when it is made.</summary>
            public abstract class LRScheduler
            {
                private readonly bool _verbose;
                private double[] _baseRates;
                private double[] _lastRates;

                private protected LRScheduler(Optimizer optimizer, int last_epoch, bool verbose)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    Optimizer = optimizer;
                    Groups = [.. optimizer.ParamGroups];
                    LastEpoch = last_epoch;
                    _verbose = verbose;
                    _baseRates = [.. Groups.Select(group => group.InitialLearningRate)];
                    _lastRates = CurrentRates();
                }

                internal Optimizer Optimizer { get; }

                /// <summary>How many steps were taken after the first.</summary>
                internal int LastEpoch { get; set; }

                /// <summary>The groups there were when the schedule was made.</summary>
                private protected IReadOnlyList<ILearningRateController> Groups { get; }

                /// <summary>The rate each group starts from.</summary>
                private protected IReadOnlyList<double> BaseRates => _baseRates;

                /// <summary>How often a step was taken, the first included.</summary>
                private protected int StepCount { get; set; }

                /// <summary>Goes on by one.</summary>
                public virtual void step() => step(null);

                /// <summary>Goes on by one, or to the given position of the schedule.</summary>
                public virtual void step(int? epoch)
                {
                    StepCount++;
                    LastEpoch = epoch ?? LastEpoch + 1;
                    Apply(epoch is null ? NextRates() : RatesAtPosition());
                }

                /// <summary>Goes on by one; only <see cref="impl.ReduceLROnPlateau"/> looks at <paramref name="current"/>.</summary>
                public virtual void step(double current, int? epoch = null) => step(epoch);

                /// <summary>The learning rate last set for each group.</summary>
                public IEnumerable<double> get_last_lr() => _lastRates;

                /// <summary>What must be kept to go on with this schedule later, beside the optimizer's own state. (Not in TorchSharp.)</summary>
                public virtual Dictionary<string, double[]> state_dict() =>
                    new()
                    {
                        ["last_epoch"] = [LastEpoch],
                        ["step_count"] = [StepCount],
                        ["base_lrs"] = _baseRates,
                        ["last_lrs"] = _lastRates,
                    };

                /// <summary>Goes on where a schedule made with the same arguments was when <see cref="state_dict"/> was called.</summary>
                /// <exception cref="ArgumentException">An entry is missing or has another number of groups.</exception>
                public virtual void load_state_dict(IReadOnlyDictionary<string, double[]> state)
                {
                    double[] baseRates = Entry(state, "base_lrs", Groups.Count);
                    double[] lastRates = Entry(state, "last_lrs", Groups.Count);
                    LastEpoch = (int)Entry(state, "last_epoch", 1)[0];
                    StepCount = (int)Entry(state, "step_count", 1)[0];
                    (_baseRates, _lastRates) = ([.. baseRates], [.. lastRates]);
                }

                /// <summary>The rates after the present ones. Called once a step, after <see cref="LastEpoch"/> went up.</summary>
                private protected abstract double[] NextRates();

                /// <summary>The rates at <see cref="LastEpoch"/>, whatever the present ones.</summary>
                private protected virtual double[] RatesAtPosition() => NextRates();

                private protected double[] CurrentRates() => [.. Groups.Select(group => group.LearningRate)];

                private protected double[] ScaledRates(double factor) => [.. Groups.Select(group => group.LearningRate * factor)];

                private protected double[] ScaledBaseRates(double factor) => [.. _baseRates.Select(rate => rate * factor)];

                private protected void SetBaseRates(IEnumerable<double> rates) => _baseRates = [.. rates];

                /// <summary>Takes note of rates that were set elsewhere.</summary>
                private protected void Remember() => _lastRates = CurrentRates();

                private protected static double[] Entry(IReadOnlyDictionary<string, double[]> state, string name, int count) =>
                    state.TryGetValue(name, out double[]? values) && values.Length == count
                        ? values
                        : throw new ArgumentException($"The schedule's state needs {count} numbers for '{name}'.", nameof(state));

                /// <summary>Takes the first step again.</summary>
                internal void Restart()
                {
                    StepCount = 0;
                    step();
                }

                private protected void Apply(double[] rates)
                {
                    for (int index = 0; index < rates.Length; index++)
                    {
                        Groups[index].LearningRate = rates[index];
                        if (_verbose && rates[index] != _lastRates[index])
                        {
                            Console.WriteLine($"Adjusting learning rate of group {index} to {rates[index]:E4}.");
                        }
                    }

                    Remember();
                }
            }
        }
    }
}
