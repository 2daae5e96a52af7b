using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The parameters changed together in one step, as the parallel lists that the foreach operators take.</summary>
internal sealed class StepBatch<TState>(int capacity)
    where TState : OptimizerState
{
    private readonly List<Tensor> _parameters = new(capacity);
    private readonly List<Tensor> _gradients = new(capacity);
    private readonly List<TState> _states = new(capacity);

    public Tensor[] Parameters { get; private set; } = [];

    /// <summary>The direction that makes the loss larger; never written to in place, for they are the parameters' own gradients.</summary>
    public Tensor[] Gradients { get; set; } = [];

    public IReadOnlyList<TState> States => _states;

    public bool IsEmpty => _states.Count == 0;

    public void Add(Tensor parameter, Tensor gradient, TState state)
    {
        _parameters.Add(parameter);
        _gradients.Add(gradient);
        _states.Add(state);
    }

    /// <summary>Ends the adding. With <paramref name="maximize"/> the gradients change their sign.</summary>
    public void Close(bool maximize)
    {
        Parameters = [.. _parameters];
        Gradients = [.. _gradients];
        if (maximize && !IsEmpty)
        {
            Gradients = Foreach.Neg(Gradients);
        }
    }

    /// <summary>Adds the gradient of weight decay, factor · parameter, to the gradients.</summary>
    public void Decay(double factor)
    {
        if (factor != 0)
        {
            Gradients = Foreach.Add(Gradients, Parameters, factor);
        }
    }

    /// <summary>One tensor of every state, in order.</summary>
    public Tensor[] Gather(Func<TState, Tensor> select)
    {
        var tensors = new Tensor[_states.Count];
        for (int index = 0; index < tensors.Length; index++)
        {
            tensors[index] = select(_states[index]);
        }

        return tensors;
    }

    /// <summary>
    /// The batch split by a property of the states. There is more than one part only where parameters joined the training later than
    /// others, as in gradual unfreezing.
    /// </summary>
    public IEnumerable<(TKey Key, StepBatch<TState> Part)> SplitBy<TKey>(Func<TState, TKey> key)
        where TKey : notnull
    {
        var parts = new Dictionary<TKey, StepBatch<TState>>();
        for (int index = 0; index < _states.Count; index++)
        {
            TKey value = key(_states[index]);
            if (!parts.TryGetValue(value, out StepBatch<TState>? part))
            {
                parts.Add(value, part = new StepBatch<TState>(_states.Count));
            }

            part.Add(Parameters[index], Gradients[index], _states[index]);
        }

        foreach ((TKey value, StepBatch<TState> part) in parts)
        {
            part.Close(maximize: false);
            yield return (value, part);
        }
    }
}
