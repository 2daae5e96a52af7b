using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>What the optimizers share: groups, state by parameter, and their file.</summary>
public abstract class OptimizerHelper : Optimizer
{
    private readonly Dictionary<Parameter, OptimizerState> _states = new(ReferenceEqualityComparer.Instance);
    private readonly OptimizerOptions _defaults;

    private protected OptimizerHelper(OptimizerOptions defaults)
    {
        _defaults = defaults;
    }

    /// <summary>The settings of groups that leave theirs open.</summary>
    private protected OptimizerOptions Defaults => _defaults;

    /// <exception cref="ArgumentException">A parameter is in another group already, or the group is of another optimizer's kind.</exception>
    public override void add_param_group(ParamGroup param_group)
    {
        if (param_group.Options.GetType() != _defaults.GetType())
        {
            throw new ArgumentException($"{GetType().Name} does not take a group with {param_group.Options.GetType().FullName}.");
        }

        param_group.Options.FillFrom(_defaults);
        param_group.InitialLearningRate = param_group.LearningRate;
        foreach (Parameter parameter in param_group.ParameterSpan)
        {
            if (!_states.TryAdd(parameter, NewState(parameter)))
            {
                throw new ArgumentException("A parameter is given twice, in one group or in two.", nameof(param_group));
            }
        }

        Groups.Add(param_group);
    }

    public override void zero_grad()
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        Tensor[] gradients = [.. parameters().Select(parameter => parameter.grad).OfType<Tensor>()];
        if (gradients.Length > 0)
        {
            Foreach.Zero_(gradients);
        }
    }

    public override Tensor? step(Func<Tensor>? closure = null)
    {
        Tensor? loss = null;
        if (closure is not null)
        {
            using var gradients = enable_grad();
            loss = closure();
        }

        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        foreach (ParamGroup group in Groups)
        {
            StepGroup(group);
        }

        return loss;
    }

    /// <summary>The options of all groups and the state of all parameters. The objects are this optimizer's own.</summary>
    public virtual StateDictionary state_dict()
    {
        List<OptimizerState> states = [];
        List<List<int>> indices = [];
        foreach (ParamGroup group in Groups)
        {
            List<int> own = [];
            foreach (Parameter parameter in group.ParameterSpan)
            {
                own.Add(states.Count);
                states.Add(_states[parameter]);
            }

            indices.Add(own);
        }

        return new StateDictionary([.. Groups.Select(group => group.Options)], states, indices);
    }

    /// <summary>Copies options and state from another optimizer of the same kind with the same groups.</summary>
    /// <exception cref="ArgumentException">The groups or parameters are other in number, or the optimizer of another kind.</exception>
    public virtual void load_state_dict(StateDictionary state_dict)
    {
        StateDictionary own = this.state_dict();
        RequireSameCounts(own, state_dict.Options.Count, state_dict.State.Count);
        foreach ((OptimizerOptions target, OptimizerOptions source) in own.Options.Zip(state_dict.Options))
        {
            target.LoadStateDict(source);
        }

        foreach ((OptimizerState target, OptimizerState source) in own.State.Zip(state_dict.State))
        {
            if (!ReferenceEquals(target, source))
            {
                target.LoadStateDict(source);
            }
        }
    }

    /// <summary>Writes options and state to a file.</summary>
    public void save_state_dict(string location)
    {
        using FileStream stream = File.Create(location);
        using var writer = new BinaryWriter(stream);
        save_state_dict(writer);
    }

    /// <summary>Writes options and state: the optimizer's name, the counts, then the options and the states in order.</summary>
    public void save_state_dict(BinaryWriter writer)
    {
        StateDictionary own = state_dict();
        writer.Write(GetType().Name);
        Leb128.Write(writer, own.Options.Count);
        Leb128.Write(writer, own.State.Count);
        own.Options.ForEach(options => options.SaveStateDict(writer));
        own.State.ForEach(state => state.SaveStateDict(writer));
    }

    /// <inheritdoc cref="load_state_dict(BinaryReader)"/>
    public void load_state_dict(string location)
    {
        using FileStream stream = File.OpenRead(location);
        using var reader = new BinaryReader(stream);
        load_state_dict(reader);
    }

    /// <summary>Reads what <see cref="save_state_dict(string)"/> wrote for an optimizer of the same kind with the same groups.</summary>
    /// <exception cref="InvalidDataException">The file is of another optimizer or damaged.</exception>
    /// <exception cref="ArgumentException">The groups, parameters or their shapes are others.</exception>
    public void load_state_dict(BinaryReader reader)
    {
        string name = reader.ReadString();
        if (name != GetType().Name)
        {
            throw new InvalidDataException($"The file holds the state of '{name}'; this optimizer is {GetType().Name}.");
        }

        StateDictionary own = state_dict();
        long options = Leb128.ReadCount(reader, "number of groups");
        RequireSameCounts(own, options, Leb128.ReadCount(reader, "number of parameters"));
        own.Options.ForEach(target => target.LoadStateDict(reader));
        own.State.ForEach(target => target.LoadStateDict(reader));
    }

    /// <summary>Moves the state of all parameters to a device.</summary>
    public void to(Device device)
    {
        foreach (OptimizerState state in _states.Values)
        {
            state.to(device);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (OptimizerState state in _states.Values)
            {
                state.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    private protected abstract OptimizerState NewState(Parameter parameter);

    /// <summary>Steps one group. Runs without gradients, inside a dispose scope.</summary>
    private protected abstract void StepGroup(ParamGroup group);

    /// <summary>The group's parameters that have a gradient, with their gradients and states.</summary>
    private protected StepBatch<TState> Trained<TState>(ParamGroup group, bool maximize)
        where TState : OptimizerState
    {
        var batch = new StepBatch<TState>(group.ParameterSpan.Length);
        foreach (Parameter parameter in group.ParameterSpan)
        {
            if (parameter.grad is { } gradient)
            {
                batch.Add(parameter, gradient, (TState)_states[parameter]);
            }
        }

        batch.Close(maximize);
        return batch;
    }

    private static void RequireSameCounts(StateDictionary own, long options, long states)
    {
        if (options != own.Options.Count || states != own.State.Count)
        {
            throw new ArgumentException(
                $"The optimizer state holds {options} groups and {states} parameters; this optimizer has {own.Options.Count} and {own.State.Count}."
            );
        }
    }
}
