using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>RMSProp as PyTorch's: steps scaled by a running average of the gradient's square.</summary>
public class RMSProp : OptimizerHelper, IMomentum
{
    public RMSProp(
        IEnumerable<Parameter> parameters,
        double lr = 1e-3,
        double alpha = 0.99,
        double eps = 1e-8,
        double weight_decay = 0,
        double momentum = 0.0,
        bool centered = false,
        bool maximize = false
    )
        : this([new ParamGroup(parameters, new Options())], lr, alpha, eps, weight_decay, momentum, centered, maximize) { }

    public RMSProp(
        IEnumerable<ParamGroup> parameters,
        double lr = 1e-3,
        double alpha = 0.99,
        double eps = 1e-8,
        double weight_decay = 0,
        double momentum = 0.0,
        bool centered = false,
        bool maximize = false
    )
        : base(
            new Options
            {
                LearningRate = Require.NotNegative(lr),
                alpha = Require.NotNegative(alpha),
                eps = Require.NotNegative(eps),
                weight_decay = Require.NotNegative(weight_decay),
                momentum = Require.NotNegative(momentum),
                centered = centered,
                maximize = maximize,
            }
        )
    {
        foreach (ParamGroup group in parameters)
        {
            add_param_group(group);
        }
    }

    /// <summary>The momentum of groups that leave theirs open.</summary>
    public double Momentum
    {
        get => ((Options)Defaults).momentum.GetValueOrDefault();
        set => ((Options)Defaults).momentum = value;
    }

    private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

    private protected override void StepGroup(Modules.ParamGroup group)
    {
        var options = (Options)group.Options;
        StepBatch<State> batch = Trained<State>(group, options.maximize.GetValueOrDefault());
        if (batch.IsEmpty)
        {
            return;
        }

        double momentum = options.momentum.GetValueOrDefault();
        bool centered = options.centered.GetValueOrDefault();
        foreach (State state in batch.States)
        {
            state.Begin(momentum > 0, centered);
        }

        batch.Decay(options.weight_decay.GetValueOrDefault());
        Tensor[] denominators = Denominators(batch, options.alpha.GetValueOrDefault(), options.eps.GetValueOrDefault(), centered);
        if (momentum > 0)
        {
            Tensor[] buffers = batch.Gather(state => state.momentum_buffer!);
            Foreach.Mul_(buffers, momentum);
            Foreach.Addcdiv_(buffers, batch.Gradients, denominators, 1);
            Foreach.Add_(batch.Parameters, buffers, -group.LearningRate);
        }
        else
        {
            Foreach.Addcdiv_(batch.Parameters, batch.Gradients, denominators, -group.LearningRate);
        }
    }

    private static Tensor[] Denominators(StepBatch<State> batch, double alpha, double eps, bool centered)
    {
        Tensor[] squares = batch.Gather(state => state.square_avg!);
        Foreach.Mul_(squares, alpha);
        Foreach.Addcmul_(squares, batch.Gradients, batch.Gradients, 1 - alpha);
        Tensor[] denominators;
        if (centered)
        {
            Tensor[] averages = batch.Gather(state => state.grad_avg!);
            Foreach.Mul_(averages, alpha);
            Foreach.Add_(averages, batch.Gradients, 1 - alpha);
            denominators = Foreach.Addcmul(squares, averages, averages, -1);
            Foreach.Sqrt_(denominators);
        }
        else
        {
            denominators = Foreach.Sqrt(squares);
        }

        Foreach.Add_(denominators, eps);
        return denominators;
    }

    /// <summary>The running averages of one parameter.</summary>
    public sealed class State : OptimizerState
    {
        private Tensor? _squareAverage;
        private Tensor? _momentumBuffer;
        private Tensor? _gradientAverage;

        public State(Parameter parameter)
            : base(parameter) { }

        /// <summary>How many steps the parameter has taken.</summary>
        public long step { get; private set; }

        /// <summary>The running average of the gradient's square; null before the first step.</summary>
        public Tensor? square_avg => _squareAverage;

        /// <summary>The running direction; null without momentum.</summary>
        public Tensor? momentum_buffer => _momentumBuffer;

        /// <summary>The running average of the gradient; null unless centred.</summary>
        public Tensor? grad_avg => _gradientAverage;

        internal void Begin(bool momentum, bool centered)
        {
            step++;
            _squareAverage ??= Zeros();
            if (momentum)
            {
                _momentumBuffer ??= Zeros();
            }

            if (centered)
            {
                _gradientAverage ??= Zeros();
            }
        }

        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(step);
            WriteTensor(writer, _squareAverage);
            WriteOptionalTensor(writer, _momentumBuffer);
            WriteOptionalTensor(writer, _gradientAverage);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            step = reader.ReadInt64();
            ReadTensor(reader, nameof(square_avg), ref _squareAverage);
            ReadOptionalTensor(reader, nameof(momentum_buffer), ref _momentumBuffer);
            ReadOptionalTensor(reader, nameof(grad_avg), ref _gradientAverage);
        }

        public override void LoadStateDict(OptimizerState source)
        {
            State other = Same<State>(source);
            step = other.step;
            Copy(ref _squareAverage, other._squareAverage);
            Copy(ref _momentumBuffer, other._momentumBuffer);
            Copy(ref _gradientAverage, other._gradientAverage);
        }

        public override void to(Device device)
        {
            Move(ref _squareAverage, device);
            Move(ref _momentumBuffer, device);
            Move(ref _gradientAverage, device);
        }

        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state
            && step == state.step
            && Close(_squareAverage, state._squareAverage)
            && Close(_momentumBuffer, state._momentumBuffer)
            && Close(_gradientAverage, state._gradientAverage);

        public override void Dispose()
        {
            Clear(ref _squareAverage);
            Clear(ref _momentumBuffer);
            Clear(ref _gradientAverage);
        }
    }

    /// <summary>The settings of one group.</summary>
    public sealed class Options : OptimizerOptions
    {
        public double? alpha { get; set; }
        public double? eps { get; set; }
        public double? weight_decay { get; set; }
        public double? momentum { get; set; }
        public bool? centered { get; set; }
        public bool? maximize { get; set; }

        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(maximize.GetValueOrDefault());
            writer.Write(momentum.GetValueOrDefault());
            writer.Write(alpha.GetValueOrDefault());
            writer.Write(eps.GetValueOrDefault());
            writer.Write(weight_decay.GetValueOrDefault());
            writer.Write(centered.GetValueOrDefault());
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            maximize = reader.ReadBoolean();
            momentum = reader.ReadDouble();
            alpha = reader.ReadDouble();
            eps = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
            centered = reader.ReadBoolean();
        }

        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            Options other = Same<Options>(source);
            (alpha, eps, weight_decay, momentum) = (other.alpha, other.eps, other.weight_decay, other.momentum);
            (centered, maximize) = (other.centered, other.maximize);
        }

        internal override void FillFrom(OptimizerOptions defaults)
        {
            base.FillFrom(defaults);
            Options other = Same<Options>(defaults);
            alpha ??= other.alpha;
            eps ??= other.eps;
            weight_decay ??= other.weight_decay;
            momentum ??= other.momentum;
            centered ??= other.centered;
            maximize ??= other.maximize;
        }
    }

    /// <summary>A group of parameters for <see cref="RMSProp"/>.</summary>
    public sealed class ParamGroup : ParamGroup<Options>, IMomentum
    {
        public ParamGroup(IEnumerable<Parameter> parameters, Options options)
            : base(parameters, options) { }

        public ParamGroup(
            IEnumerable<Parameter> parameters,
            double lr = 1e-3,
            double eps = 1e-8,
            double alpha = 0.99,
            double weight_decay = 0,
            double momentum = 0.0,
            bool centered = false
        )
            : base(
                parameters,
                new Options
                {
                    LearningRate = lr,
                    eps = eps,
                    alpha = alpha,
                    weight_decay = weight_decay,
                    momentum = momentum,
                    centered = centered,
                }
            ) { }

        public double Momentum
        {
            get => Options.momentum.GetValueOrDefault();
            set => Options.momentum = value;
        }
    }
}
