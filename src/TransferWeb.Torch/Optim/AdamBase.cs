using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>
/// What Adam and AdamW share: steps scaled by running averages of the gradient and of its square. Their group, option and state
/// types are these, reached as <c>Adam.ParamGroup</c>, <c>AdamW.Options</c> and so on.
/// </summary>
public abstract class AdamBase : OptimizerHelper, IBetas
{
    private protected AdamBase(
        IEnumerable<ParamGroup> parameters,
        double lr,
        double beta1,
        double beta2,
        double eps,
        double weight_decay,
        bool amsgrad,
        bool maximize
    )
        : base(
            new Options
            {
                LearningRate = Require.NotNegative(lr),
                beta1 = Require.DecayRate(beta1),
                beta2 = Require.DecayRate(beta2),
                eps = Require.NotNegative(eps),
                weight_decay = Require.NotNegative(weight_decay),
                amsgrad = amsgrad,
                maximize = maximize,
            }
        )
    {
        foreach (ParamGroup group in parameters)
        {
            add_param_group(group);
        }
    }

    /// <summary>The decay rates of groups that leave theirs open.</summary>
    public (double, double) Betas
    {
        get => ((Options)Defaults).Betas;
        set => ((Options)Defaults).Betas = value;
    }

    private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

    /// <summary>Applies weight decay, to the parameters or to the gradients, which is where the two optimizers differ.</summary>
    private protected abstract void Decay(StepBatch<State> batch, double rate, double weightDecay);

    private protected override void StepGroup(Modules.ParamGroup group)
    {
        var options = (Options)group.Options;
        StepBatch<State> all = Trained<State>(group, options.maximize.GetValueOrDefault());
        if (all.IsEmpty)
        {
            return;
        }

        Decay(all, group.LearningRate, options.weight_decay.GetValueOrDefault());
        foreach (State state in all.States)
        {
            state.Begin(options.amsgrad.GetValueOrDefault());
        }

        foreach ((long step, StepBatch<State> batch) in all.SplitBy(state => state.step))
        {
            Advance(batch, step, group.LearningRate, options);
        }
    }

    private static void Advance(StepBatch<State> batch, long step, double rate, Options options)
    {
        (double beta1, double beta2) = options.Betas;
        Tensor[] averages = batch.Gather(state => state.exp_avg!);
        Tensor[] squares = batch.Gather(state => state.exp_avg_sq!);
        Foreach.Mul_(averages, beta1);
        Foreach.Add_(averages, batch.Gradients, 1 - beta1);
        Foreach.Mul_(squares, beta2);
        Foreach.Addcmul_(squares, batch.Gradients, batch.Gradients, 1 - beta2);
        if (options.amsgrad.GetValueOrDefault())
        {
            Tensor[] largest = batch.Gather(state => state.max_exp_avg_sq!);
            Foreach.Maximum_(largest, squares);
            squares = largest;
        }

        Tensor[] denominators = Foreach.Sqrt(squares);
        Foreach.Div_(denominators, Math.Sqrt(1 - Math.Pow(beta2, step)));
        Foreach.Add_(denominators, options.eps.GetValueOrDefault());
        Foreach.Addcdiv_(batch.Parameters, averages, denominators, -rate / (1 - Math.Pow(beta1, step)));
    }

    /// <summary>The running averages of one parameter.</summary>
    public sealed class State : OptimizerState
    {
        private Tensor? _average;
        private Tensor? _squareAverage;
        private Tensor? _largestSquareAverage;

        public State(Parameter parameter)
            : base(parameter) { }

        /// <summary>How many steps the parameter has taken.</summary>
        public long step { get; private set; }

        /// <summary>The running average of the gradient; null before the first step.</summary>
        public Tensor? exp_avg => _average;

        /// <summary>The running average of the gradient's square; null before the first step.</summary>
        public Tensor? exp_avg_sq => _squareAverage;

        /// <summary>The largest value so far of <see cref="exp_avg_sq"/>; null without amsgrad.</summary>
        public Tensor? max_exp_avg_sq => _largestSquareAverage;

        internal void Begin(bool amsgrad)
        {
            step++;
            _average ??= Zeros();
            _squareAverage ??= Zeros();
            if (amsgrad)
            {
                _largestSquareAverage ??= Zeros();
            }
        }

        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(step);
            WriteTensor(writer, _average);
            WriteTensor(writer, _squareAverage);
            WriteOptionalTensor(writer, _largestSquareAverage);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            step = reader.ReadInt64();
            ReadTensor(reader, nameof(exp_avg), ref _average);
            ReadTensor(reader, nameof(exp_avg_sq), ref _squareAverage);
            ReadOptionalTensor(reader, nameof(max_exp_avg_sq), ref _largestSquareAverage);
        }

        public override void LoadStateDict(OptimizerState source)
        {
            State other = Same<State>(source);
            step = other.step;
            Copy(ref _average, other._average);
            Copy(ref _squareAverage, other._squareAverage);
            Copy(ref _largestSquareAverage, other._largestSquareAverage);
        }

        public override void to(Device device)
        {
            Move(ref _average, device);
            Move(ref _squareAverage, device);
            Move(ref _largestSquareAverage, device);
        }

        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state
            && step == state.step
            && Close(_average, state._average)
            && Close(_squareAverage, state._squareAverage)
            && Close(_largestSquareAverage, state._largestSquareAverage);

        public override void Dispose()
        {
            Clear(ref _average);
            Clear(ref _squareAverage);
            Clear(ref _largestSquareAverage);
        }
    }

    /// <summary>The settings of one group.</summary>
    public sealed class Options : OptimizerOptions
    {
        public double? beta1 { get; set; }
        public double? beta2 { get; set; }
        public double? eps { get; set; }
        public double? weight_decay { get; set; }
        public bool? amsgrad { get; set; }
        public bool? maximize { get; set; }

        internal (double, double) Betas
        {
            get => (beta1.GetValueOrDefault(), beta2.GetValueOrDefault());
            set => (beta1, beta2) = value;
        }

        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(beta1.GetValueOrDefault());
            writer.Write(beta2.GetValueOrDefault());
            writer.Write(eps.GetValueOrDefault());
            writer.Write(weight_decay.GetValueOrDefault());
            writer.Write(amsgrad.GetValueOrDefault());
            writer.Write(maximize.GetValueOrDefault());
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            beta1 = reader.ReadDouble();
            beta2 = reader.ReadDouble();
            eps = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
            amsgrad = reader.ReadBoolean();
            maximize = reader.ReadBoolean();
        }

        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            Options other = Same<Options>(source);
            (beta1, beta2, eps, weight_decay) = (other.beta1, other.beta2, other.eps, other.weight_decay);
            (amsgrad, maximize) = (other.amsgrad, other.maximize);
        }

        internal override void FillFrom(OptimizerOptions defaults)
        {
            base.FillFrom(defaults);
            Options other = Same<Options>(defaults);
            beta1 ??= other.beta1;
            beta2 ??= other.beta2;
            eps ??= other.eps;
            weight_decay ??= other.weight_decay;
            amsgrad ??= other.amsgrad;
            maximize ??= other.maximize;
        }
    }

    /// <summary>A group of parameters for <see cref="Adam"/> or <see cref="AdamW"/>.</summary>
    public sealed class ParamGroup : ParamGroup<Options>, IBetas
    {
        public ParamGroup(IEnumerable<Parameter> parameters, Options options)
            : base(parameters, options) { }

        public ParamGroup(
            IEnumerable<Parameter> parameters,
            double lr = 1e-3,
            double beta1 = 0.9,
            double beta2 = 0.999,
            double eps = 1e-8,
            double weight_decay = 0,
            bool amsgrad = false,
            bool maximize = false
        )
            : base(
                parameters,
                new Options
                {
                    LearningRate = lr,
                    beta1 = beta1,
                    beta2 = beta2,
                    eps = eps,
                    weight_decay = weight_decay,
                    amsgrad = amsgrad,
                    maximize = maximize,
                }
            ) { }

        public (double, double) Betas
        {
            get => Options.Betas;
            set => Options.Betas = value;
        }
    }
}
