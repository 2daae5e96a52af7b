using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Stochastic gradient descent, with momentum (also Nesterov's) and weight decay, as PyTorch's.</summary>
public class SGD : OptimizerHelper, IMomentum
{
    public SGD(
        IEnumerable<Parameter> parameters,
        double lr,
        double momentum = 0.0,
        double dampening = 0,
        double weight_decay = 0,
        bool nesterov = false,
        bool maximize = false
    )
        : this([new ParamGroup(parameters, new Options())], lr, momentum, dampening, weight_decay, nesterov, maximize) { }

    /// <exception cref="ArgumentException">A number is out of range, or Nesterov's momentum is wanted without momentum or with dampening.</exception>
    public SGD(
        IEnumerable<ParamGroup> parameters,
        double lr,
        double momentum = 0.0,
        double dampening = 0,
        double weight_decay = 0,
        bool nesterov = false,
        bool maximize = false
    )
        : base(
            new Options
            {
                LearningRate = Require.NotNegative(lr),
                momentum = Require.NotNegative(momentum),
                dampening = dampening,
                weight_decay = Require.NotNegative(weight_decay),
                nesterov = nesterov,
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

    /// <exception cref="ArgumentException">Nesterov's momentum is wanted without momentum or with dampening.</exception>
    public override void add_param_group(Modules.ParamGroup param_group)
    {
        base.add_param_group(param_group);
        if (param_group.Options is Options { nesterov: true } options && (options.momentum <= 0 || options.dampening != 0))
        {
            throw new ArgumentException("Nesterov's momentum needs a momentum above 0 and no dampening.", nameof(param_group));
        }
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

        batch.Decay(options.weight_decay.GetValueOrDefault());
        double rate = group.LearningRate;
        double momentum = options.momentum.GetValueOrDefault();
        if (momentum == 0)
        {
            Foreach.Add_(batch.Parameters, batch.Gradients, -rate);
            return;
        }

        foreach ((bool started, StepBatch<State> part) in batch.SplitBy(state => state.momentum_buffer is not null))
        {
            Tensor[] directions = started ? Accelerate(part, momentum, options.dampening.GetValueOrDefault()) : Start(part);
            if (options.nesterov.GetValueOrDefault())
            {
                directions = Foreach.Add(part.Gradients, directions, momentum);
            }

            Foreach.Add_(part.Parameters, directions, -rate);
        }
    }

    private static Tensor[] Start(StepBatch<State> part)
    {
        for (int index = 0; index < part.States.Count; index++)
        {
            part.States[index].momentum_buffer = part.Gradients[index].clone().DetachFromDisposeScope();
        }

        return part.Gather(state => state.momentum_buffer!);
    }

    private static Tensor[] Accelerate(StepBatch<State> part, double momentum, double dampening)
    {
        Tensor[] buffers = part.Gather(state => state.momentum_buffer!);
        Foreach.Mul_(buffers, momentum);
        Foreach.Add_(buffers, part.Gradients, 1 - dampening);
        return buffers;
    }

    /// <summary>The momentum of one parameter.</summary>
    public sealed class State : OptimizerState
    {
        private Tensor? _momentumBuffer;

        public State(Parameter parameter)
            : base(parameter) { }

        /// <summary>The running direction; null before the first step.</summary>
        public Tensor? momentum_buffer
        {
            get => _momentumBuffer;
            internal set => _momentumBuffer = value;
        }

        public override void SaveStateDict(BinaryWriter writer) => WriteOptionalTensor(writer, _momentumBuffer);

        public override void LoadStateDict(BinaryReader reader) =>
            ReadOptionalTensor(reader, nameof(momentum_buffer), ref _momentumBuffer);

        public override void LoadStateDict(OptimizerState source) =>
            Copy(ref _momentumBuffer, Same<State>(source)._momentumBuffer);

        public override void to(Device device) => Move(ref _momentumBuffer, device);

        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state && Close(_momentumBuffer, state._momentumBuffer);

        public override void Dispose() => Clear(ref _momentumBuffer);
    }

    /// <summary>The settings of one group.</summary>
    public class Options : OptimizerOptions
    {
        public double? momentum { get; set; }
        public double? dampening { get; set; }
        public double? weight_decay { get; set; }
        public bool? nesterov { get; set; }
        public bool? maximize { get; set; }

        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(momentum.GetValueOrDefault());
            writer.Write(dampening.GetValueOrDefault());
            writer.Write(weight_decay.GetValueOrDefault());
            writer.Write(nesterov.GetValueOrDefault());
            writer.Write(maximize.GetValueOrDefault());
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            momentum = reader.ReadDouble();
            dampening = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
            nesterov = reader.ReadBoolean();
            maximize = reader.ReadBoolean();
        }

        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            Options other = Same<Options>(source);
            (momentum, dampening, weight_decay) = (other.momentum, other.dampening, other.weight_decay);
            (nesterov, maximize) = (other.nesterov, other.maximize);
        }

        internal override void FillFrom(OptimizerOptions defaults)
        {
            base.FillFrom(defaults);
            Options other = Same<Options>(defaults);
            momentum ??= other.momentum;
            dampening ??= other.dampening;
            weight_decay ??= other.weight_decay;
            nesterov ??= other.nesterov;
            maximize ??= other.maximize;
        }
    }

    /// <summary>A group of parameters for <see cref="SGD"/>.</summary>
    public class ParamGroup : ParamGroup<Options>, IMomentum
    {
        public ParamGroup(IEnumerable<Parameter> parameters, Options options)
            : base(parameters, options) { }

        public ParamGroup(
            IEnumerable<Parameter> parameters,
            double lr = 1e-3,
            double momentum = 0.0,
            double dampening = 0,
            double weight_decay = 0,
            bool nesterov = false,
            bool maximize = false
        )
            : base(
                parameters,
                new Options
                {
                    LearningRate = lr,
                    momentum = momentum,
                    dampening = dampening,
                    weight_decay = weight_decay,
                    nesterov = nesterov,
                    maximize = maximize,
                }
            ) { }

        public double Momentum
        {
            get => Options.momentum.GetValueOrDefault();
            set => Options.momentum = value;
        }
    }
}
